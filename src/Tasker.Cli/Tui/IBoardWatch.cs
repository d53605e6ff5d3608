using Tasker.Cli.Tui.Reading;

namespace Tasker.Cli.Tui;

/// <summary>Tells when something that is shown has changed.</summary>
internal interface IBoardWatch : IDisposable
{
    /// <summary>Begins to tell; what has changed since the watch was made is told first.</summary>
    /// <param name="changed">Told what has changed. Any thread, often.</param>
    void Begin(Action<Parts> changed);

    /// <summary>From now on also the output in these folders counts, and no longer that in others.</summary>
    void Follow(IReadOnlyCollection<string> logFolders);
}
