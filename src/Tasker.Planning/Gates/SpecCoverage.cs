using System.Globalization;
using System.Text.Json.Nodes;
using Tasker.Planning.Documents;

namespace Tasker.Planning.Gates;

/// <summary>
/// Which requirements tasks cover. This is the one definition of coverage: gate, metric and report ask here. A requirement is covered when a task
/// names it, when a quotation of a task says the same words, or when it is what a capability comes from whose behaviours all stand in tasks.
/// </summary>
internal sealed class SpecCoverage
{
    /// <summary>The least part of the requirements that must be covered.</summary>
    public const double DefaultThreshold = 0.9;

    private SpecCoverage(IReadOnlyList<RequirementCoverage> effective, IReadOnlyList<string> overrides, double threshold) =>
        (Effective, Overrides, Threshold) = (effective, overrides, threshold);

    /// <summary>The requirements without those whose place a refactoring takes.</summary>
    public IReadOnlyList<RequirementCoverage> Effective { get; }

    /// <summary>What refactorings take the place of, as they name it.</summary>
    public IReadOnlyList<string> Overrides { get; }

    public double Threshold { get; }

    public IEnumerable<RequirementCoverage> Covered => Effective.Where(r => r.CoveredBy.Count > 0);

    public IEnumerable<RequirementCoverage> Uncovered => Effective.Where(r => r.CoveredBy.Count == 0);

    /// <summary>False when there is nothing to cover: the gate then says so, and does not count as reached.</summary>
    public bool Applies => Effective.Count > 0;

    /// <summary>0 to 1; 1 when there is nothing to cover.</summary>
    public double Ratio => Applies ? (double)Covered.Count() / Effective.Count : 1;

    public bool Passed => Ratio >= Threshold;

    /// <summary>Why the gate is closed.</summary>
    public string Message => $"Spec coverage {Percent(Ratio)} below threshold {Percent(Threshold)}";

    /// <summary>Computes.</summary>
    /// <param name="inputs">The plan.</param>
    /// <param name="threshold">0 to 1.</param>
    public static SpecCoverage Of(PlanInputs inputs, double threshold = DefaultThreshold)
    {
        var requirements = inputs.Requirements;
        var index = new PhraseIndex([.. requirements.Select(r => r.Text)]);
        var byId = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < requirements.Count; i++)
        {
            byId[requirements[i].Id] = i;
        }

        var covering = requirements.Select(_ => new SortedSet<string>(Files.TaskIds.Order)).ToArray();
        var overrides = new List<string>();
        for (var i = 0; i < inputs.Tasks.Count; i++)
        {
            var (task, reference) = (inputs.Tasks[i], inputs.References[i]);
            overrides.AddRange(reference.Supersedes);
            if (requirements.Count == 0)
            {
                continue; // Nothing to cover.
            }

            foreach (var name in task.Look["context"]["spec_requirements"].Texts().Concat(reference.Ids))
            {
                if (byId.TryGetValue(name.Trim(), out var named))
                {
                    covering[named].Add(task.Id);
                }
            }

            foreach (var match in reference.Quote is { } quote ? index.Matching(quote) : new HashSet<int>())
            {
                covering[match].Add(task.Id);
            }
        }

        Capabilities(inputs, index, byId, covering);
        var superseded = Superseded(requirements, overrides, index, byId);
        return new SpecCoverage(
            [.. requirements.Select((r, i) => new RequirementCoverage(r, [.. covering[i]])).Where((_, i) => !superseded.Contains(i))],
            [.. overrides.Distinct()],
            threshold);
    }

    public JsonObject ToJson() => new()
    {
        ["passed"] = Passed,
        ["applicable"] = Applies,
        ["ratio"] = Math.Round(Ratio, 4),
        ["threshold"] = Threshold,
        ["covered"] = JsonView.List(Covered.Select(r => r.Requirement.Id)),
        ["uncovered"] = JsonView.List(Uncovered.Select(r => r.Requirement.Id)),
        ["overrides"] = JsonView.List(Overrides),
    };

    /// <summary>75.0%; rounded down, so that what is below a threshold does not read as if it reached it.</summary>
    public static string Percent(double ratio) => (Math.Floor((ratio * 1000) + 1e-9) / 10).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    private static void Capabilities(PlanInputs inputs, PhraseIndex index, Dictionary<string, int> byId, SortedSet<string>[] covering)
    {
        if (inputs.Map is null)
        {
            return;
        }

        var tasks = inputs.Tasks.SelectMany(t => t.Behaviors.Select(b => (b, t.Id))).ToLookup(x => x.b, x => x.Id);
        foreach (var capability in inputs.Map.Behaviors().GroupBy(b => b.Capability))
        {
            var behaviors = capability.Select(b => b.Behavior.Text("id") ?? "").ToArray();
            if (!behaviors.All(tasks.Contains))
            {
                continue;
            }

            var reference = SpecReference.Of(capability.Key);
            var matches = reference.Ids.Where(byId.ContainsKey).Select(id => byId[id]).Concat(reference.Quote is { } quote ? index.Matching(quote) : new HashSet<int>());
            foreach (var match in matches)
            {
                covering[match].UnionWith(behaviors.SelectMany(b => tasks[b]));
            }
        }
    }

    /// <summary>What a refactoring names: a requirement by id, a section by title, or words.</summary>
    private static HashSet<int> Superseded(IReadOnlyList<Requirement> requirements, List<string> overrides, PhraseIndex index, Dictionary<string, int> byId)
    {
        var superseded = new HashSet<int>();
        foreach (var name in overrides.Select(o => o.Trim()).Distinct())
        {
            if (byId.TryGetValue(name, out var one))
            {
                superseded.Add(one);
                continue;
            }

            superseded.UnionWith(requirements.Select((r, i) => (r, i)).Where(x => x.r.Section.Length > 0 && x.r.Section.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(x => x.i));
            superseded.UnionWith(index.Containing(name));
        }

        return superseded;
    }
}

/// <summary>A requirement and the tasks that cover it.</summary>
internal sealed record RequirementCoverage(Requirement Requirement, IReadOnlyList<string> CoveredBy);
