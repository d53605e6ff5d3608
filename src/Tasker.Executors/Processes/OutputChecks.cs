using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;

namespace Tasker.Executors.Processes;

/// <summary>Checks what a step promised, and hands it over.</summary>
internal static class OutputChecks
{
    /// <summary>The outputs of an attempt that exited well.</summary>
    /// <param name="order">What was promised, and where.</param>
    /// <param name="reported">What the command reported.</param>
    /// <param name="stdout">Its standard output, where that was promised.</param>
    /// <returns>All outputs, and each promise that was not kept.</returns>
    public static (Value.Map Outputs, IReadOnlyList<string> Problems) Check(AttemptOrder order, Value.Map reported, string stdout)
    {
        var (outputs, problems) = (reported, new List<string>());
        foreach (var spec in order.Outputs)
        {
            var value = spec.Kind switch
            {
                OutputKind.Stdout => Value.Of(WithoutLastLineEnd(stdout)),
                OutputKind.Reported => Reported(spec, reported, problems),
                _ => Files(order, spec, problems),
            };
            outputs = value is null ? outputs : outputs.With(spec.Name, value);
        }

        return (outputs, problems);
    }

    private static Value? Reported(OutputSpec spec, Value.Map reported, List<string> problems)
    {
        if (reported.Fields.TryGetValue(spec.Name, out var value))
        {
            return value;
        }

        problems.Add($"promised output '{spec.Name}' is missing: write '{spec.Name}=…' to the file that TASKER_OUTPUT names. "
            + Suggestions.DidYouMean(spec.Name, reported.Names, reported.Names.IsEmpty ? "Nothing was reported." : "Reported: "
            + string.Join(", ", reported.Names) + "."));
        return null;
    }

    private static Value? Files(AttemptOrder order, OutputSpec spec, List<string> problems)
    {
        if (spec.Path.Contains('\0') || spec.Path.Length == 0)
        {
            problems.Add($"promised output '{spec.Name}' names no path");
            return null;
        }

        var isPattern = PathPattern.IsPattern(spec.Path);
        var found = isPattern ? PathPattern.Find(order.WorkingDirectory, spec.Path) : One(order, spec.Path);
        if (found.Count == 0)
        {
            problems.Add($"promised output '{spec.Name}' is missing: {(isPattern ? "nothing matches" : "there is no")} '{spec.Path}'"
                + (spec.Path.EndsWith('/') ? " (a folder)" : ""));
            return null;
        }

        if (found.Any(f => !InsideRoot.Holds(order.Root, f, out _)))
        {
            problems.Add($"promised output '{spec.Name}' leads outside the project: '{spec.Path}'");
            return null;
        }

        return isPattern ? new Value.List([.. found.Select(f => Value.Of(f))]) : Value.Of(found[0]);
    }

    private static ImmutableArray<string> One(AttemptOrder order, string path)
    {
        var full = Path.GetFullPath(Path.Combine(order.WorkingDirectory, path));
        return Directory.Exists(full) || (!path.EndsWith('/') && File.Exists(full)) ? [full.TrimEnd('/')] : [];
    }

    private static string WithoutLastLineEnd(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
