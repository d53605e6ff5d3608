using Tasker.Cli.Hosting;
using Tasker.Core.Runs;
using Tasker.Engine.Ports;

namespace Tasker.Cli.Tui.Pictures;

/// <summary>A run as the list of runs shows it.</summary>
/// <param name="Record">What the journal tells of it.</param>
/// <param name="IsHosted">True while a living process owns it.</param>
internal sealed record RunEntry(RunRecord Record, bool IsHosted)
{
    /// <summary>Its id.</summary>
    public string Id => Record.RunId;

    /// <summary>True when it has ended.</summary>
    public bool HasEnded => Record.Summary.Status >= RunStatus.Succeeded;

    /// <summary>True while nothing new starts.</summary>
    public bool IsPaused => Record.Summary.Status is RunStatus.Paused;

    /// <summary>True when it has not ended and nobody hosts it.</summary>
    public bool IsLeft => !HasEnded && !IsHosted;

    /// <summary>Its status in one word.</summary>
    public string Word => IsLeft ? "left" : RunOutcome.Word(Record.Summary.Status);

    /// <summary>How it is marked.</summary>
    public ItemStatus Status => IsLeft || IsPaused ? ItemStatus.Held : Record.Summary.Status switch
    {
        RunStatus.Succeeded => ItemStatus.Done,
        RunStatus.Running => ItemStatus.Running,
        RunStatus.Aborted or RunStatus.Stopping => ItemStatus.Cancelled,
        _ => ItemStatus.Failed,
    };
}
