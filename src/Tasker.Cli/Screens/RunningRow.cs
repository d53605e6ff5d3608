using Tasker.Executors.Logs;

namespace Tasker.Cli.Screens;

/// <summary>A step under way, as a screen shows it.</summary>
internal sealed class RunningRow
{
    /// <summary>Full id of the step.</summary>
    public required string Id { get; init; }

    /// <summary>Number of the attempt.</summary>
    public required int Attempt { get; init; }

    /// <summary>When the attempt began.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What must not be shown of its output.</summary>
    public required SecretMask Mask { get; init; }

    /// <summary>What it says in place of output: a question to a person, the end of a wait. Empty for work with output.</summary>
    public string Fixed { get; set; } = "";

    /// <summary>True when it waits for a person.</summary>
    public bool AsksSomebody { get; init; }

    /// <summary>True when it runs beside the later steps.</summary>
    public bool IsBackground { get; init; }

    /// <summary>True when a background step is up.</summary>
    public bool IsUp { get; set; }

    /// <summary>True when it is being stopped.</summary>
    public bool IsStopping { get; set; }

    /// <summary>The last line of its output, or what its agent told last.</summary>
    public string LastLine { get; set; } = "";

    /// <summary>Follows its log; made when the row has been there long enough to be read.</summary>
    public LogTail? Tail { get; set; }
}
