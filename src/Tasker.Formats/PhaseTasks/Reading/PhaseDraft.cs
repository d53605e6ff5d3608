using Tasker.Core.Diagnostics;

namespace Tasker.Formats.PhaseTasks.Reading;

/// <summary>A phase while it is read.</summary>
internal sealed class PhaseDraft(string name, Place where)
{
    public string Name { get; } = name;

    public Place Where { get; } = where;

    public List<string> Purpose { get; } = [];

    public List<PlacedText> DependsOn { get; } = [];

    public List<PhaseStep> Steps { get; } = [];

    public List<PhaseAgent> Agents { get; } = [];

    public List<string> Outputs { get; } = [];

    public bool? IsParallel { get; set; }

    public TimeSpan? Timeout { get; set; }

    public TaskRetry? Retry { get; set; }

    public bool? IsCritical { get; set; }

    public PlacedText? When { get; set; }

    /// <summary>The attributes that were given, to tell those that are given twice.</summary>
    public HashSet<string> Given { get; } = new(StringComparer.Ordinal);

    /// <summary>The phase; names of dependencies are those of the task's phases.</summary>
    public TaskPhase Made(IEnumerable<string> dependsOn) => new()
    {
        Name = Name,
        Purpose = string.Join('\n', Purpose).Trim(),
        DependsOn = [.. dependsOn],
        IsParallel = IsParallel ?? true,
        Timeout = Timeout,
        Retry = Retry,
        IsCritical = IsCritical ?? false,
        When = When,
        Steps = [.. Steps],
        Agents = [.. Agents],
        Outputs = [.. Outputs],
        Where = Where,
    };
}
