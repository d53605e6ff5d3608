using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.PhaseTasks.Reading;

/// <summary>Which phases a phase waits for: names are looked up, and what is wrong with them is told.</summary>
internal sealed class PhaseOrder
{
    private const int MostDependencies = 1_000;

    private readonly List<PhaseDraft> _phases;
    private readonly DiagnosticBag _bag;
    private readonly int[][] _needs;

    public PhaseOrder(List<PhaseDraft> phases, DiagnosticBag bag)
    {
        (_phases, _bag) = (phases, bag);
        TellDuplicates();
        _needs = [.. phases.Select(Needs)];
    }

    /// <summary>The phases with their dependencies.</summary>
    public ImmutableArray<TaskPhase> Resolve()
    {
        TellCircles();
        foreach (var phase in _phases.Where(phase => phase.Steps.Count == 0 && phase.Agents.Count == 0))
        {
            _bag.Warning(
                PhaseCodes.EmptyPhase, phase.Where, $"The phase '{Excerpt.Of(phase.Name)}' has no step and no agent.",
                "It is done as soon as it begins.",
                "Add '### Steps' or '### Agents' with a list below.");
        }

        return [.. _phases.Select((phase, i) => phase.Made(_needs[i].Select(need => _phases[need].Name)))];
    }

    /// <summary>
    /// The phase that a name means: exactly, without regard to case, or by a part of <c>1: Name</c> that is the only one.
    /// </summary>
    internal static int Find(IReadOnlyList<string> names, string name)
    {
        var exact = IndexOf(names, n => n == name);
        if (exact >= 0)
        {
            return exact;
        }

        var plain = Plain(name);
        var same = IndexOf(names, n => Plain(n) == plain);
        if (same >= 0)
        {
            return same;
        }

        var parts = Enumerable.Range(0, names.Count).Where(i => names[i].IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
            && (Plain(names[i][(colon + 1)..]) == plain || Plain(names[i][..colon]) == plain)).Take(2).ToArray();
        return parts.Length == 1 ? parts[0] : -1;
    }

    private static int IndexOf(IReadOnlyList<string> names, Func<string, bool> fits)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (fits(names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static string Plain(string name)
    {
        var words = name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var text = string.Join(' ', words).ToLowerInvariant();
        return text.StartsWith("phase:", StringComparison.Ordinal) ? text[6..].Trim()
            : text.StartsWith("phase ", StringComparison.Ordinal) && text.Length > 6 ? text[6..].Trim() : text;
    }

    private void TellDuplicates()
    {
        var seen = new Dictionary<string, PhaseDraft>(StringComparer.Ordinal);
        foreach (var phase in _phases)
        {
            if (!seen.TryAdd(Plain(phase.Name), phase))
            {
                var first = seen[Plain(phase.Name)];
                _bag.Error(
                    PhaseCodes.DuplicatePhase, phase.Where, $"There are two phases '{Excerpt.Of(phase.Name)}'.",
                    $"The first one begins at line {first.Where.Line}; dependencies and results go by the name.",
                    "Give one of them another name.");
            }
        }
    }

    private int[] Needs(PhaseDraft phase)
    {
        var names = _phases.ConvertAll(p => p.Name);
        var needs = new List<int>();
        if (phase.DependsOn.Count > MostDependencies)
        {
            _bag.Error(PhaseCodes.TooMany, phase.Where,
                $"The phase '{Excerpt.Of(phase.Name)}' has more than {MostDependencies:N0} dependencies.", "", "Name fewer.");
        }

        foreach (var dependency in phase.DependsOn.Take(MostDependencies))
        {
            var found = Find(names, dependency.Text);
            if (found < 0)
            {
                _bag.Error(
                    PhaseCodes.UnknownPhase, dependency.Where,
                    $"The phase '{Excerpt.Of(phase.Name)}' depends on '{Excerpt.Of(dependency.Text)}', but no phase has that name.",
                    $"Phases are {string.Join(", ", names.Take(10).Select(Excerpt.Of))}{(names.Count > 10 ? " …" : "")}.",
                    Suggestions.DidYouMean(
                        dependency.Text, names.Take(1000), "Write the name of a phase; one with a comma stands in quotes."));
            }
            else if (needs.Contains(found))
            {
                _bag.Warning(PhaseCodes.RepeatedName, dependency.Where,
                    $"'{Excerpt.Of(dependency.Text)}' stands twice in the dependencies of '{Excerpt.Of(phase.Name)}'.", "", "Remove one.");
            }
            else
            {
                needs.Add(found);
            }
        }

        return [.. needs];
    }

    private void TellCircles()
    {
        // 0: not seen; 1: on the way; 2: done. A stack of our own: a chain of phases may be long.
        var (state, next) = (new byte[_phases.Count], new int[_phases.Count]);
        for (var start = 0; start < _phases.Count; start++)
        {
            var path = new List<int>();
            if (state[start] == 0)
            {
                path.Add(start);
                state[start] = 1;
            }

            while (path.Count > 0)
            {
                var at = path[^1];
                if (next[at] >= _needs[at].Length)
                {
                    state[at] = 2;
                    path.RemoveAt(path.Count - 1);
                    continue;
                }

                var need = _needs[at][next[at]++];
                if (state[need] == 1)
                {
                    Tell([.. path.SkipWhile(p => p != need)]);
                }
                else if (state[need] == 0)
                {
                    state[need] = 1;
                    path.Add(need);
                }
            }
        }
    }

    private void Tell(List<int> circle)
    {
        var names = string.Join(" -> ", circle.Append(circle[0]).Take(20).Select(p => Excerpt.Of(_phases[p].Name)));
        _bag.Error(
            PhaseCodes.PhaseCircle,
            _phases[circle[0]].DependsOn.Count > 0 ? _phases[circle[0]].DependsOn[0].Where : _phases[circle[0]].Where,
            circle.Count == 1
                ? $"The phase '{Excerpt.Of(_phases[circle[0]].Name)}' depends on itself."
                : $"The dependencies of phases are circular: {names}.",
            "None of them could ever begin.", "Remove one of these dependencies.");
    }
}
