using System.Collections.Immutable;

namespace Tasker.Core.Diagnostics;

/// <summary>Collects findings while a text is read, so that all of them are told at once.</summary>
public sealed class DiagnosticBag
{
    private readonly List<Diagnostic> _found = [];

    /// <summary>True until something was added.</summary>
    public bool IsEmpty => _found.Count == 0;

    /// <summary>True once an error was added.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Adds an error.</summary>
    public void Error(string code, Place where, string what, string why, string fix) =>
        Add(new Diagnostic(code, Severity.Error, where, what, why, fix));

    /// <summary>Adds a warning.</summary>
    public void Warning(string code, Place where, string what, string why, string fix) =>
        Add(new Diagnostic(code, Severity.Warning, where, what, why, fix));

    /// <summary>Adds a finding made elsewhere.</summary>
    public void Add(Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        _found.Add(diagnostic);
        HasErrors |= diagnostic.Severity is Severity.Error;
    }

    /// <summary>Adds findings made elsewhere.</summary>
    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        foreach (var diagnostic in diagnostics)
        {
            Add(diagnostic);
        }
    }

    /// <summary>All findings by place (path, line, column), findings of one place in the order in which they were added.</summary>
    public ImmutableArray<Diagnostic> ToImmutable() => IsEmpty ? [] :
    [
        .. _found.OrderBy(d => d.Where.Path, StringComparer.Ordinal).ThenBy(d => d.Where.Line).ThenBy(d => d.Where.Column),
    ];
}
