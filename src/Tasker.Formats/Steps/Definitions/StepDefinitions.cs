using System.Collections.Immutable;
using Tasker.Core.Diagnostics;

namespace Tasker.Formats.Steps.Definitions;

/// <summary>A <c>step_definitions.yaml</c> as read.</summary>
/// <param name="Path">The file as the user named it; empty when there is none.</param>
/// <param name="Steps">The definitions by number of their step.</param>
public sealed record StepDefinitions(string Path, ImmutableSortedDictionary<int, StepDefinition> Steps)
{
    /// <summary>Where the file is, from the project root.</summary>
    public const string UsualPath = ".claude/tasks/step_definitions.yaml";

    private static readonly string[] MistakenPaths = ["step_definitions.yaml", ".claude/step_definitions.yaml"];

    /// <summary>Warns of a file that lies where people put it by mistake. It is not read there: a project has one place for it.</summary>
    /// <param name="isThere">Whether there is a file of this path from the project root.</param>
    public static IEnumerable<Diagnostic> Mislaid(Predicate<string> isThere) =>
        MistakenPaths.Where(path => isThere(path)).Select(path => new Diagnostic(
            StepsCodes.DefinitionsElsewhere, Severity.Warning, new Place(path), $"'{path}' is not read.",
            $"Definitions of steps are in '{UsualPath}'; without it every step is taken from its section.", "Move the file there."));

    /// <summary>No definitions: every step is taken from its section in <c>SPEC.md</c>.</summary>
    public static StepDefinitions None { get; } = new("", ImmutableSortedDictionary<int, StepDefinition>.Empty);

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="path">The file as the user named it; for messages.</param>
    /// <param name="bytes">YAML in UTF-8.</param>
    /// <returns>
    /// The definitions, or every reason why not. An unknown key is a warning and passed over; everything else that
    /// does not fit is an error.
    /// Never throws, whatever the bytes are.
    /// </returns>
    public static ParseResult<StepDefinitions> Parse(string path, ReadOnlySpan<byte> bytes) =>
        DefinitionsReader.Read(path, bytes);
}
