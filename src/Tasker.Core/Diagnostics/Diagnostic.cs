namespace Tasker.Core.Diagnostics;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing has to change.</summary>
    Note,

    /// <summary>Probably not meant; the work can go on.</summary>
    Warning,

    /// <summary>Nothing is run until this is mended.</summary>
    Error,
}

/// <summary>One finding about a text that people wrote: where, what, why, and what to do.</summary>
/// <param name="Code">Stable code, <c>TSKnnnn</c>; never reused for another meaning.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Where">The place.</param>
/// <param name="What">One sentence that names the value found.</param>
/// <param name="Why">One sentence: the rule that it breaks. May be empty when the first sentence says it.</param>
/// <param name="Fix">One sentence: a thing to type or do.</param>
public sealed record Diagnostic(string Code, Severity Severity, Place Where, string What, string Why, string Fix)
{
    /// <summary>One line: <c>path:line:column: error TSKnnnn: what why fix</c>.</summary>
    public override string ToString()
    {
        var level = Severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "note",
        };
        var text = string.Join(' ', new[] { What, Why, Fix }.Where(part => part.Length > 0));
        return $"{Where}: {level} {Code}: {text}";
    }
}
