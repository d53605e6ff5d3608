using System.Collections.Immutable;
using Tasker.Cli.Screens;
using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;

namespace Tasker.Cli.Diagnosing;

/// <summary>Shows findings: one line each, and on a terminal the source line with a caret under it.</summary>
internal static class DiagnosticsPrinter
{
    private const int LongestLine = 200;
    private const int MostShown = 200;

    /// <summary>Writes findings for people.</summary>
    public static async Task WriteAsync(IReadOnlyList<Diagnostic> diagnostics, TextWriter writer, bool isTerminal, Session session)
    {
        var ink = new Ink(isTerminal && session.WantsColour);
        var files = new Dictionary<string, string[]?>(StringComparer.Ordinal);
        foreach (var diagnostic in diagnostics.Take(MostShown))
        {
            await writer.WriteLineAsync(Line(diagnostic, ink));
            if (isTerminal && Source(diagnostic.Where, session, files) is { } source)
            {
                var (text, column) = Window(source, Math.Max(diagnostic.Where.Column, 1) - 1);
                await writer.WriteLineAsync("    " + text);
                if (diagnostic.Where.Column > 0)
                {
                    var indent = string.Concat(text.Take(column).Select(c => c == '\t' ? '\t' : ' '));
                    await writer.WriteLineAsync("    " + indent + ink.Green("^"));
                }
            }
        }

        if (diagnostics.Count > MostShown)
        {
            await writer.WriteLineAsync($"... and {diagnostics.Count - MostShown} more.");
        }
    }

    /// <summary>How many findings there are: <c>2 errors, 1 warning</c>.</summary>
    public static string Count(ImmutableArray<Diagnostic> diagnostics)
    {
        var parts = new List<string>();
        foreach (var (severity, word) in new[] { (Severity.Error, "error"), (Severity.Warning, "warning"), (Severity.Note, "note") })
        {
            var count = diagnostics.Count(d => d.Severity == severity);
            if (count > 0)
            {
                parts.Add($"{count} {word}{(count == 1 ? "" : "s")}");
            }
        }

        return string.Join(", ", parts);
    }

    private static string Line(Diagnostic diagnostic, Ink ink)
    {
        if (!ink.IsOn)
        {
            return diagnostic.ToString();
        }

        var level = diagnostic.Severity switch
        {
            Severity.Error => ink.Red("error"),
            Severity.Warning => ink.Yellow("warning"),
            _ => ink.Blue("note"),
        };
        var rest = string.Join(' ', new[] { diagnostic.Why, diagnostic.Fix }.Where(p => p.Length > 0));
        return $"{ink.Bold(diagnostic.Where.ToString())}: {level} {ink.Dim(diagnostic.Code)}: {ink.Bold(diagnostic.What)} {rest}".TrimEnd();
    }

    private static string? Source(Place where, Session session, Dictionary<string, string[]?> files)
    {
        if (where.Line == 0)
        {
            return null;
        }

        if (!files.TryGetValue(where.Path, out var lines))
        {
            files[where.Path] = lines = Lines(session.FullPath(where.Path));
        }

        return lines is not null && where.Line <= lines.Length && !lines[where.Line - 1].Any(c => char.IsControl(c) && c != '\t')
            ? lines[where.Line - 1] : null;
    }

    private static string[]? Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null; // The finding says enough without its source line.
        }
    }

    /// <summary>Of a line that is too long, the part around a column.</summary>
    private static (string Text, int Column) Window(string line, int column)
    {
        var start = line.Length <= LongestLine ? 0 : Math.Clamp(column - (LongestLine / 2), 0, line.Length - LongestLine);
        return (line.Substring(start, Math.Min(LongestLine, line.Length - start)), Math.Min(column, line.Length) - start);
    }
}
