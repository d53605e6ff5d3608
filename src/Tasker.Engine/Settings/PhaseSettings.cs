namespace Tasker.Engine.Settings;

/// <summary>What <c>tasker.yaml</c> says about tasks of phases, under <c>phases:</c>.</summary>
public sealed record PhaseSettings
{
    /// <summary>What holds without a word about it.</summary>
    public static PhaseSettings Default { get; } = new();

    /// <summary>Phases of a run at the same time. 1 to 1000; default 3.</summary>
    public int MaxConcurrent { get; init; } = 3;

    /// <summary>Agents of a run at the same time; null: as many as there are to be asked.</summary>
    public int? MaxAgents { get; init; }

    /// <summary>How long a run may take, whatever its task says; the smaller limit holds. Null: as the task says.</summary>
    public TimeSpan? MaxExecutionTime { get; init; }

    /// <summary>How long a run may take when neither this nor its task says anything: 5 minutes.</summary>
    public static TimeSpan UsualExecutionTime { get; } = TimeSpan.FromMinutes(5);

    /// <summary>The agent that judges validations in prose; null: they are recorded as unproven.</summary>
    public string? Judge { get; init; }
}
