using System.Collections.Immutable;

namespace Tasker.Engine.Settings;

/// <summary>What <c>tasker.yaml</c> says about the steps of a <c>SPEC.md</c>, under <c>steps:</c>.</summary>
public sealed record StepsSettings
{
    /// <summary>What holds without a word about it.</summary>
    public static StepsSettings Default { get; } = new();

    /// <summary>
    /// Skills that every agent run of a step is handed, whatever its definition says. Null: inferred from the project
    /// (the skill that
    /// <c>SPEC.md</c> says is for all, and those that every definition with skills lists). Empty: none.
    /// </summary>
    public ImmutableArray<string>? MandatorySkills { get; init; }

    /// <summary>
    /// Names of variables of Tasker's own environment that commands of steps are given, besides those that the plan
    /// mentions as <c>$NAME</c>.
    /// </summary>
    public ImmutableArray<string> PassEnv { get; init; } = [];

    /// <summary>
    /// How long main work may take whose definition does not say; of chunked and streaming work each piece. Default 1
    /// hour.
    /// </summary>
    public TimeSpan MainLimit { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a minimal test may take whose definition does not say. Default 5 minutes.</summary>
    public TimeSpan TestLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an agent may take for a check in prose. Default 30 s, as for every check.</summary>
    public TimeSpan QuestionLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether an agent judges the success criterion of <c>SPEC.md</c> after a step whose definition has no checks of
    /// its own. Default true.
    /// </summary>
    public bool JudgeCriteria { get; init; } = true;

    /// <summary>The program that runs <c>.py</c> scripts. Default <c>python3</c>.</summary>
    public string Python { get; init; } = "python3";
}
