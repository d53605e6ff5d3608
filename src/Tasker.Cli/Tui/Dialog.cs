namespace Tasker.Cli.Tui;

/// <summary>What the screen asks at its foot.</summary>
/// <param name="Kind">What about.</param>
/// <param name="Text">What was typed so far.</param>
/// <param name="Run">The run that it is about; null: the plan.</param>
internal sealed record Dialog(DialogKind Kind, string Text = "", string? Run = null);

/// <summary>What is asked.</summary>
internal enum DialogKind
{
    /// <summary>Whether the plan is to be halted, or the run paused.</summary>
    Halt,

    /// <summary>Why the plan is to be halted.</summary>
    Reason,

    /// <summary>Whether the plan or the run is to go on.</summary>
    Resume,

    /// <summary>Whether a run that nobody hosts is to be hosted in the background.</summary>
    Host,

    /// <summary>Which rows are to be shown.</summary>
    Filter,
}
