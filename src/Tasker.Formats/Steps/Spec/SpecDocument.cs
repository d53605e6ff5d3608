using System.Collections.Immutable;
using Tasker.Core.Diagnostics;

namespace Tasker.Formats.Steps.Spec;

/// <summary>A <c>SPEC.md</c> as read: its steps in ascending order, and what it says about who does them.</summary>
/// <remarks>
/// Reading keeps nothing of the rest of the file and changes nothing: <see cref="SpecMark"/> writes marks into the
/// bytes themselves.
/// </remarks>
public sealed record SpecDocument
{
    /// <summary>The file as the user named it.</summary>
    public required string Path { get; init; }

    /// <summary>Text of the first heading; empty when there is none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The steps by number.</summary>
    public required ImmutableArray<SpecStep> Steps { get; init; }

    /// <summary>The agent that <c>**Executor**: name</c> names; empty when nothing does.</summary>
    public string Executor { get; init; } = "";

    /// <summary>The skill that <c>**Skill Integration**: Uses name skill for all …</c> names; empty when nothing
    /// does.</summary>
    public string MandatorySkill { get; init; } = "";

    /// <summary>Number of the first step whose box is open; null when all are ticked.</summary>
    public int? FirstOpen => Steps.FirstOrDefault(step => !step.IsDone)?.Number;

    /// <summary>The step with a number; null when there is none.</summary>
    public SpecStep? Find(int number) => Steps.FirstOrDefault(step => step.Number == number);

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="path">The file as the user named it; for messages.</param>
    /// <param name="bytes">UTF-8, with or without byte order mark, any line ends.</param>
    /// <returns>The document, or every reason why not. Never throws, whatever the bytes are.</returns>
    public static ParseResult<SpecDocument> Parse(string path, ReadOnlySpan<byte> bytes) =>
        SpecReader.Read(path, bytes);
}
