namespace Tasker.Cli.Tui;

/// <summary>Tells when something that is shown has changed.</summary>
internal interface IBoardWatch : IDisposable
{
    /// <summary>From now on also the output in these folders counts, and no longer that in others.</summary>
    void Follow(IReadOnlyCollection<string> logFolders);
}
