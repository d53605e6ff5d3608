using System.Collections.Immutable;
using System.Globalization;

namespace Tasker.Formats.Steps.Spec;

/// <summary>Mines files, commands and named steps from the prose of a step section.</summary>
/// <remarks>
/// The word nearest before a code span decides what the span is: <c>Create</c>, <c>Outputs</c>, <c>Saves to</c> make
/// an output; <c>Use</c>,
/// <c>from</c>, <c>analyzing</c> an input; <c>Execute</c>, <c>Run</c> a command. A span without such a word is what
/// the one before it is
/// (<c>`a` + `b`</c>); without any, it is an input left of the arrow and an output right of it.
/// </remarks>
internal static class SectionMiner
{
    private enum Role
    {
        None,
        Input,
        Output,
        Command,
    }

    public static SpecFindings Mine(SpecSection section)
    {
        var (inputs, outputs, commands) = (new Names(), new Names(), new Names());
        foreach (var (role, span) in FilesOf(section.Files))
        {
            switch (role)
            {
                case Role.Command:
                    commands.Add(span);
                    inputs.AddPaths(span);
                    break;
                case Role.Output when PathText.IsPath(span):
                    outputs.Add(span);
                    break;
                case Role.Input when PathText.IsPath(span):
                    inputs.Add(span);
                    break;
            }
        }

        var (produces, mentions) = (new Names(), new Names());
        produces.AddAll(outputs.Sorted);
        mentions.AddAll(inputs.Sorted);
        mentions.AddAll(outputs.Sorted);
        var prose = new[] { section.Objective, section.Success }.Concat(section.Instructions).ToArray();
        foreach (var text in prose)
        {
            produces.AddAll(SavedPaths(text));
            foreach (var (_, span, _) in CodeSpans.In(text))
            {
                mentions.AddPaths(span);
            }
        }

        // What the step itself reads is not what it makes, even where the prose says both.
        var made = produces.Sorted.Where(path => outputs.Contains(path) || !inputs.Contains(path));
        return new SpecFindings(
            inputs.Sorted,
            outputs.Sorted,
            commands.Sorted,
            [.. made],
            mentions.Sorted,
            EarlierSteps(section.Number, [section.Files, .. prose]));
    }

    private static IEnumerable<(Role Role, string Span)> FilesOf(string files)
    {
        var side = Role.Input;
        Role? before = null;
        foreach (var (text, span, _) in CodeSpans.In(files))
        {
            var arrow = text.LastIndexOf('→');
            (side, before) = arrow >= 0 ? (Role.Output, null) : (side, before);
            var role = RoleOf(WithoutParentheses(text[(arrow + 1)..])) ?? before ?? side;
            before = role;
            yield return (role, span);
        }
    }

    /// <summary>What the last telling word of a text says about the code span behind it.</summary>
    private static Role? RoleOf(string text)
    {
        Role? role = null;
        foreach (var word in Words.In(text))
        {
            role = word.ToLowerInvariant() switch
            {
                "create" or "creates" or "write" or "writes" or "output" or "outputs" or "generate" or "generates" or "produce"
                    or "produces" or "save" or "saves" or "saved" or "export" or "exports" => Role.Output,
                "use" or "uses" or "using" or "read" or "reads" or "reading" or "load" or "loads" or "loading" or "analyze" or "analyzing"
                    or "process" or "processing" or "from" or "on" or "with" or "via" or "modify" or "update" =>
                        Role.Input,
                "execute" or "executes" or "run" or "runs" => Role.Command,
                "set" or "log" or "logs" or "prints" or "function" => Role.None,
                _ => role,
            };
        }

        return role;
    }

    /// <summary>
    /// Paths that a text says are saved: the first path within a few words after "saved to", "writes to", "output to"
    /// and the like.
    /// </summary>
    private static IEnumerable<string> SavedPaths(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i].Trim('`', '"', '(', ',').ToLowerInvariant();
            if (word is not ("saved" or "saves" or "save" or "write" or "writes" or "written"
                or "output" or "outputs" or "produces" or "generates" or "export" or "exports"))
            {
                continue;
            }

            foreach (var next in words.Skip(i + 1).Take(6))
            {
                var path = next.Trim('`', '"', '\'', '(', ')', ',', ';', ':').TrimEnd('.');
                if (PathText.IsPath(path) && (path.EndsWith('/') || Path.HasExtension(path)))
                {
                    yield return path;
                    break;
                }
            }
        }
    }

    /// <summary>
    /// The earlier steps that texts name: <c>Step 3</c>, <c>Steps 15-16</c>. Later ones are announcements, no needs.
    /// </summary>
    private static ImmutableArray<int> EarlierSteps(int own, IEnumerable<string> texts)
    {
        var found = new SortedSet<int>();
        foreach (var text in texts)
        {
            for (var i = NextStep(text, 0); i >= 0; i = NextStep(text, i + 4))
            {
                var rest = text.AsSpan(i + 4);
                rest = rest.StartsWith("s", StringComparison.OrdinalIgnoreCase) ? rest[1..] : rest;
                if ((i > 0 && char.IsLetterOrDigit(text[i - 1])) || !rest.StartsWith(" "))
                {
                    continue;
                }

                var (first, length) = NumberAt(rest[1..]);
                var (last, _) = rest[(1 + length)..] is ['-' or '–', .. var tail] ? NumberAt(tail) : (first, 0);
                for (var step = Math.Max(first, 1); step <= Math.Min(last, own - 1); step++)
                {
                    found.Add(step);
                }
            }
        }

        return [.. found];
    }

    private static int NextStep(string text, int from) =>
        text.IndexOf("step", from, StringComparison.OrdinalIgnoreCase);

    private static (int Number, int Length) NumberAt(ReadOnlySpan<char> text)
    {
        var digits = text.Length - text.TrimStart("0123456789").Length;
        return digits is >= 1 and <= 6 ? (int.Parse(text[..digits], CultureInfo.InvariantCulture), digits)
            : (0, digits);
    }

    private static string WithoutParentheses(string text)
    {
        var close = text.LastIndexOf(')');
        var open = close < 0 ? -1 : text.IndexOf('(');
        return open >= 0 && open < close ? string.Concat(text.AsSpan(0, open), text.AsSpan(close + 1)) : text;
    }

    /// <summary>Names in the order in which they were found, each once.</summary>
    private sealed class Names
    {
        private readonly List<string> _names = [];

        public ImmutableArray<string> Sorted => [.. _names];

        public bool Contains(string name) => _names.Contains(name, StringComparer.Ordinal);

        public void Add(string name)
        {
            if (!Contains(name) && _names.Count < 200)
            {
                _names.Add(name);
            }
        }

        public void AddAll(IEnumerable<string> names)
        {
            foreach (var name in names)
            {
                Add(name);
            }
        }

        /// <summary>The paths in a command line or the path itself.</summary>
        public void AddPaths(string span) => AddAll(PathText.In(span));
    }
}
