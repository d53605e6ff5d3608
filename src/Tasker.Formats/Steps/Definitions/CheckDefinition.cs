using Tasker.Core.Diagnostics;

namespace Tasker.Formats.Steps.Definitions;

/// <summary>One check before or after the main work of a step.</summary>
/// <param name="Name">Its name; unique in its list.</param>
/// <param name="Kind">What kind of text <paramref name="Text"/> is.</param>
/// <param name="Text">A command line; for the other kinds prose, which is never executed.</param>
/// <param name="Timeout">How long it may take; null: as long as checks may at most.</param>
/// <param name="Parallel">False: it runs alone.</param>
/// <param name="Critical">Whether its failure fails the step; null: true before the main work, false after it, false
/// for prose.</param>
/// <param name="Where">Where it is written.</param>
public sealed record CheckDefinition(
    string Name, CheckKind Kind, string Text, TimeSpan? Timeout, bool Parallel, bool? Critical, Place Where)
{
    /// <summary>True for prose: something to look at, not to execute.</summary>
    public bool IsProse => Kind is not CheckKind.Command;
}

/// <summary>What kind of check it is.</summary>
public enum CheckKind
{
    /// <summary>A command; exit code 0 is success.</summary>
    Command,

    /// <summary>Prose: something to look around for.</summary>
    Explore,

    /// <summary>Prose: something to make sure of.</summary>
    Verify,

    /// <summary>Prose: something to reckon.</summary>
    Estimate,
}
