using System.Collections.Immutable;
using Tasker.Core.Values;

namespace Tasker.Core.Workflows;

/// <summary>What is to be run: a graph of steps inside groups, read from a file by a front door. Immutable.</summary>
/// <remarks>
/// A run keeps its workflow word for word (see <c>WorkflowCodec</c>), so that a plan edited meanwhile never confuses a run.
/// </remarks>
public sealed record Workflow
{
    /// <summary>What people call it; also the first part of the id of its runs.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence for people; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The front door that read it: <c>yaml</c>, <c>steps</c> and so on.</summary>
    public required string FrontDoor { get; init; }

    /// <summary>The file or folder that it was read from, as the user named it.</summary>
    public string Source { get; init; } = "";

    /// <summary>What a run may or must be given.</summary>
    public ImmutableArray<InputSpec> Inputs { get; init; } = [];

    /// <summary>Environment of every step; values may hold templates.</summary>
    public ImmutableSortedDictionary<string, string> Env { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Named limits, in the order of their declaration.</summary>
    public ImmutableArray<PoolSpec> Pools { get; init; } = [];

    /// <summary>The group that holds everything else. Its limits are the limits of the run.</summary>
    public required GroupSpec Root { get; init; }

    /// <summary>What the front door wants to find again in its projections; no rule of the engine reads it.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>A named limit: at most so many steps that name it run at the same time.</summary>
/// <param name="Name">Its name, unique in the workflow.</param>
/// <param name="Limit">Places, 1 or more.</param>
public sealed record PoolSpec(string Name, int Limit);

/// <summary>What an input may be.</summary>
public enum InputType
{
    /// <summary>Anything.</summary>
    Any,

    /// <summary>A text.</summary>
    String,

    /// <summary>A number; text that reads as one is taken.</summary>
    Number,

    /// <summary>True or false; the texts <c>true</c> and <c>false</c> are taken.</summary>
    Boolean,

    /// <summary>A list; JSON text is taken.</summary>
    List,

    /// <summary>A map; JSON text is taken.</summary>
    Map,
}

/// <summary>One input of a workflow.</summary>
/// <param name="Name">Its name, unique in the workflow.</param>
/// <param name="Type">What it may be.</param>
/// <param name="Required">True when a run must be given it.</param>
/// <param name="Default">What it is when a run is not given it.</param>
/// <param name="Description">One sentence for people; may be empty.</param>
/// <param name="Choices">What it is limited to; empty for no such limit.</param>
public sealed record InputSpec(
    string Name,
    InputType Type,
    bool Required,
    Value Default,
    string Description,
    ImmutableArray<Value> Choices);
