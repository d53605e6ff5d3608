using System.Text.Json.Nodes;
using Tasker.Planning.Documents;

namespace Tasker.Planning.Fsm;

/// <summary>What machines are made from: the workflows and invariants of a specification.</summary>
internal sealed record FsmSource
{
    public required IReadOnlyList<FlowSource> Workflows { get; init; }

    public IReadOnlyList<InvariantSource> Invariants { get; init; } = [];

    /// <summary>Reads the JSON of a synthesis: <c>workflows</c> (or <c>flows</c>) and <c>invariants</c>.</summary>
    public static FsmSource FromSynthesis(JsonNode? root)
    {
        var flows = root.Field("workflows") is JsonArray ? "workflows" : "flows";
        return new FsmSource
        {
            Workflows = [.. root.Items(flows).Select((w, at) => Flow(w, $"/{flows}/{at}"))],
            Invariants = InvariantSource.ReadAll(root.Items("invariants")),
        };
    }

    private static FlowSource Flow(JsonNode? flow, string place) => new()
    {
        Place = place,
        Name = flow.FirstText("name", "id") ?? "",
        IsSteelThread = flow.Flag("is_steel_thread"),
        Trigger = flow.FirstText("trigger") ?? flow.Field("trigger").FirstText("name"),
        Success = flow.Texts("postconditions").FirstOrDefault(p => !string.IsNullOrWhiteSpace(p)) ?? flow.FirstText("postcondition", "outcome"),
        Steps = [.. flow.Items("steps").Select(Step)],
        Variants = [.. flow.Items("variants").Select((b, at) => Branch(b, $"{place}/variants/{at}"))],
        Failures = [.. flow.Items("failures").Select((b, at) => Branch(b, $"{place}/failures/{at}"))],
    };

    private static StepSource Step(JsonNode? step) => new()
    {
        Name = step.AsText() ?? step.FirstText("name", "action", "description"),
        Postcondition = step.FirstText("postcondition", "result"),
        Text = step.FirstText("description", "action", "name") ?? step.AsText(),
        Behaviors = [.. step.Texts("behaviors").Concat(step.FirstText("behavior_id") is { } one ? [one] : []).Distinct()],
    };

    private static BranchSource Branch(JsonNode? branch, string place) => new()
    {
        Place = place,
        Name = branch.FirstText("name") ?? branch.AsText(),
        Condition = branch.FirstText("condition", "when", "trigger"),
        Outcome = branch.FirstText("outcome", "result"),
        From = branch.Number("from_step") ?? branch.Number("step") ?? branch.Number("at_step"),
        To = branch.Number("to_step") ?? branch.Number("returns_to"),
        IsTerminal = branch.Flag("is_terminal") || branch.Flag("terminal"),
        Behaviors = branch.Texts("behaviors"),
    };
}

/// <summary>One workflow; a flow without steps cannot become a machine.</summary>
internal sealed record FlowSource
{
    /// <summary>Where it stands in its file, as a JSON pointer.</summary>
    public required string Place { get; init; }

    public required string Name { get; init; }

    public bool IsSteelThread { get; init; }

    public string? Trigger { get; init; }

    /// <summary>What holds when all steps are done.</summary>
    public string? Success { get; init; }

    public required IReadOnlyList<StepSource> Steps { get; init; }

    public IReadOnlyList<BranchSource> Variants { get; init; } = [];

    public IReadOnlyList<BranchSource> Failures { get; init; } = [];
}

/// <summary>One step of a workflow.</summary>
internal sealed record StepSource
{
    public string? Name { get; init; }

    public string? Postcondition { get; init; }

    /// <summary>The words that the specification has for it.</summary>
    public string? Text { get; init; }

    public IReadOnlyList<string> Behaviors { get; init; } = [];
}

/// <summary>Another way through a workflow, or a failure. Steps count from 1; 0 is the state before the first.</summary>
internal sealed record BranchSource
{
    /// <inheritdoc cref="FlowSource.Place"/>
    public required string Place { get; init; }

    public string? Name { get; init; }

    public string? Condition { get; init; }

    public string? Outcome { get; init; }

    public int? From { get; init; }

    /// <summary>The step whose state it goes on to.</summary>
    public int? To { get; init; }

    /// <summary>The workflow ends there.</summary>
    public bool IsTerminal { get; init; }

    public IReadOnlyList<string> Behaviors { get; init; } = [];
}

/// <summary>A rule of the specification; without an id it gets the next free one, INV-001 and so on.</summary>
internal sealed record InvariantSource(string Id, string Rule, FsmQuote? SpecRef)
{
    public static InvariantSource[] ReadAll(IEnumerable<JsonNode?> all)
    {
        var items = all.Select(i => (Id: i.FirstText("id"), Rule: i.AsText() ?? i.FirstText("rule", "description", "text", "name"), Item: i)).Where(i => !string.IsNullOrWhiteSpace(i.Rule)).ToArray();
        var used = items.Select(i => i.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var read = new List<InvariantSource>();
        var number = 0;
        foreach (var (given, rule, item) in items)
        {
            var id = given;
            while (id is null)
            {
                var free = $"INV-{++number:D3}";
                id = used.Add(free) ? free : null;
            }

            if (read.TrueForAll(r => r.Id != id))
            {
                var reference = item.Field("spec_ref");
                var quote = reference.AsText() ?? reference.FirstText("quote");
                read.Add(new InvariantSource(id, rule!.Trim(), quote is null ? null : new FsmQuote(quote, reference.FirstText("location"))));
            }
        }

        return [.. read];
    }
}
