namespace Tasker.Cli.Tui.Reading;

/// <summary>What has changed since it was read.</summary>
[Flags]
internal enum Parts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The state of the plan.</summary>
    State = 1,

    /// <summary>Task files, the specification, maps.</summary>
    Definitions = 2,

    /// <summary>Journals of runs.</summary>
    Runs = 4,

    /// <summary>Output of steps.</summary>
    Logs = 8,

    /// <summary>What people and agents say that they do.</summary>
    Activity = 16,

    /// <summary>All of it.</summary>
    All = State | Definitions | Runs | Logs | Activity,
}
