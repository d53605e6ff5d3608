using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;

namespace Tasker.Formats.Yaml;

/// <summary>What holds for every step of one file.</summary>
internal sealed record FileScope
{
    /// <summary>Shared over all files.</summary>
    public required WorkflowReading Reading { get; init; }

    /// <summary>The file, as places name it.</summary>
    public required string Path { get; init; }

    /// <summary>Full id of the group that the file becomes; empty for the file that is run.</summary>
    public string GroupId { get; init; } = "";

    /// <summary>The files whose use led here, this one last; a file that uses itself is found by it.</summary>
    public ImmutableArray<string> Chain { get; init; } = [];

    /// <summary>Reads expressions and templates.</summary>
    public required ExpressionTexts Texts { get; init; }

    /// <summary>What steps have that do not say otherwise.</summary>
    public StepDefaults Defaults { get; init; } = StepDefaults.None;

    /// <summary>
    /// Environment that each command and agent of a used file is given; that of the file that is run belongs to the workflow.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Env { get; init; } = NoEnv;

    /// <summary>The pools of <c>max-parallel</c> of this file and of those that use it; every step that works is in all of them.</summary>
    public ImmutableArray<string> RunPools { get; init; } = [];

    /// <summary>What each node needs, by its id, as written; full ids are put in when all nodes are known.</summary>
    public Dictionary<string, ImmutableArray<WrittenNeed>> Needs { get; } = new(StringComparer.Ordinal);

    /// <summary>An environment without variables.</summary>
    public static ImmutableSortedDictionary<string, string> NoEnv { get; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Gets the findings.</summary>
    public DiagnosticBag Bag => Reading.Bag;
}

/// <summary>A need as the file says it.</summary>
internal readonly record struct WrittenNeed(string Name, NeedKind Until, Place Where);

/// <summary>What steps have that do not say otherwise.</summary>
internal sealed record StepDefaults(RetryPolicy Retry, TimeSpan? TimeLimit, string WorkingDirectory, ImmutableArray<string> PassEnv)
{
    /// <summary>No defaults.</summary>
    public static StepDefaults None { get; } = new(RetryPolicy.None, null, "", []);
}
