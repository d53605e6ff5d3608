namespace Tasker.Cli.Tui;

/// <summary>A part of the screen.</summary>
internal enum Pane
{
    /// <summary>Tasks by phase, or the steps of a run.</summary>
    Tasks,

    /// <summary>What is under way.</summary>
    Work,

    /// <summary>Gates, coverage, calibration, cost.</summary>
    Gates,

    /// <summary>Runs of the project.</summary>
    Runs,

    /// <summary>What happened.</summary>
    Events,
}
