using System.Collections.Immutable;
using Tasker.Core.Diagnostics;

namespace Tasker.Formats.Steps.Spec;

/// <summary>The section <c>## STEP N: title</c> of one step, and what could be mined from it.</summary>
public sealed record SpecSection
{
    /// <summary>Number of the step.</summary>
    public required int Number { get; init; }

    /// <summary>Title as the heading has it.</summary>
    public required string Title { get; init; }

    /// <summary>Text under <c>What to Accomplish</c>.</summary>
    public string Objective { get; init; } = "";

    /// <summary>Text under <c>Files</c>.</summary>
    public string Files { get; init; } = "";

    /// <summary>Text under <c>Success Outcome</c>.</summary>
    public string Success { get; init; } = "";

    /// <summary>Items under <c>Instructions</c>, without their numbers.</summary>
    public ImmutableArray<string> Instructions { get; init; } = [];

    /// <summary>What the texts say about files, commands and other steps.</summary>
    public SpecFindings Mined { get; init; } = SpecFindings.None;

    /// <summary>Where the heading is.</summary>
    public required Place Where { get; init; }
}

/// <summary>
/// What was mined from the prose of a section. Guesses: good for prompts, checks and order, never executed unless
/// told so.
/// </summary>
/// <param name="Inputs">Paths that the step reads.</param>
/// <param name="Outputs">Paths that the step makes (<c>Create</c>, <c>Outputs</c>, <c>Saves to</c>); a folder ends
/// with <c>/</c>.</param>
/// <param name="Commands">Code spans after <c>Execute</c> or <c>Run</c> in the Files text: whole commands, or one
/// script name.</param>
/// <param name="Produces">Outputs, and what the other texts say is saved or written somewhere.</param>
/// <param name="Mentions">Every path in a code span or command of the section.</param>
/// <param name="EarlierSteps">Numbers of earlier steps that the section names, ascending.</param>
public sealed record SpecFindings(
    ImmutableArray<string> Inputs,
    ImmutableArray<string> Outputs,
    ImmutableArray<string> Commands,
    ImmutableArray<string> Produces,
    ImmutableArray<string> Mentions,
    ImmutableArray<int> EarlierSteps)
{
    /// <summary>Nothing.</summary>
    public static SpecFindings None { get; } = new([], [], [], [], [], []);
}
