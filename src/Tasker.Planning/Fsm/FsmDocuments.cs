using System.Text.Json.Nodes;
using static Tasker.Planning.Fsm.FsmFinding;

namespace Tasker.Planning.Fsm;

/// <summary>Machines as the files that they are kept in.</summary>
internal static class FsmDocuments
{
    private const string Version = "1.0";

    /// <summary>The index.</summary>
    public static JsonObject Index(FsmModel model)
    {
        var index = new JsonObject
        {
            ["version"] = Version,
            ["spec_slug"] = model.SpecSlug,
            ["spec_checksum"] = model.SpecChecksum,
            ["primary_machine"] = model.PrimaryMachine,
            ["machines"] = new JsonArray([.. model.Machines.Select(m => (JsonNode)Entry(model, m))]),
        };
        var hierarchy = new JsonObject();
        foreach (var children in model.Machines.Where(m => m.Parent is not null).GroupBy(m => m.Parent!))
        {
            hierarchy[children.Key] = Array(children.Select(m => m.Id));
        }

        index["hierarchy"] = hierarchy;
        index["invariants"] = new JsonArray([.. model.Invariants.Select(i => (JsonNode)Invariant(i))]);
        return index;
    }

    /// <summary>The states of a machine.</summary>
    public static JsonObject States(FsmMachine machine) => new()
    {
        ["version"] = Version,
        ["machine_id"] = machine.Id,
        ["initial_state"] = machine.InitialState,
        ["terminal_states"] = Array(machine.TerminalStates),
        ["states"] = new JsonArray([.. machine.States.Select(s => (JsonNode)new JsonObject
        {
            ["id"] = s.Id,
            ["name"] = s.Name,
            ["type"] = s.Type,
            ["spec_ref"] = Quote(s.SpecRef),
            ["behaviors"] = Array(s.Behaviors),
        })]),
    };

    /// <summary>The transitions of a machine, and which of them each invariant guards.</summary>
    public static JsonObject Transitions(FsmMachine machine)
    {
        var guards = new JsonObject();
        foreach (var group in machine.Transitions.SelectMany(t => t.Guards.Select(g => (t.Id, g.InvariantId))).Where(g => g.InvariantId is not null).GroupBy(g => g.InvariantId!))
        {
            guards[group.Key] = Array(group.Select(g => g.Id).Distinct());
        }

        return new JsonObject
        {
            ["version"] = Version,
            ["machine_id"] = machine.Id,
            ["transitions"] = new JsonArray([.. machine.Transitions.Select(t => (JsonNode)Transition(t))]),
            ["guards_index"] = guards,
        };
    }

    /// <summary>One transition, as its file and a bundle have it.</summary>
    public static JsonObject Transition(FsmTransition transition)
    {
        var json = new JsonObject
        {
            ["id"] = transition.Id,
            ["from_state"] = transition.From,
            ["to_state"] = transition.To,
            ["trigger"] = transition.TriggerType is { } type ? new JsonObject { ["type"] = type, ["name"] = transition.Trigger } : transition.Trigger,
            ["guards"] = Guards(transition),
            ["behaviors"] = Array(transition.Behaviors),
            ["is_failure_path"] = transition.IsFailurePath,
            ["spec_ref"] = Quote(transition.SpecRef),
        };
        if (transition.Notes is { } notes)
        {
            json["notes"] = notes;
        }

        return json;
    }

    /// <summary>The guards of a transition; one without an invariant has no <c>invariant_id</c>.</summary>
    public static JsonArray Guards(FsmTransition transition) => new([.. transition.Guards.Select(g =>
    {
        var guard = new JsonObject { ["condition"] = g.Condition };
        if (g.InvariantId is not null)
        {
            guard["invariant_id"] = g.InvariantId;
        }

        if (g.IsNegated)
        {
            guard["negated"] = true;
        }

        return (JsonNode)guard;
    })]);

    private static JsonObject Entry(FsmModel model, FsmMachine machine)
    {
        var entry = new JsonObject { ["id"] = machine.Id, ["name"] = machine.Name, ["level"] = machine.Level };
        if (machine.Parent is { } parent)
        {
            entry["parent_machine"] = parent;
        }

        entry["trigger_reason"] = model.IsSteel(machine) ? "mandatory" : "complexity";
        entry["files"] = new JsonObject
        {
            ["states"] = machine.Files.States,
            ["transitions"] = machine.Files.Transitions,
            ["diagram"] = machine.Files.Diagram,
            ["notes"] = machine.Files.Notes,
        };
        return entry;
    }

    private static JsonObject Invariant(FsmInvariant invariant)
    {
        var json = new JsonObject { ["id"] = invariant.Id, ["rule"] = invariant.Rule };
        if (invariant.SpecRef is { } reference)
        {
            json["spec_ref"] = Quote(reference);
        }

        return json;
    }

    private static JsonObject Quote(FsmQuote quote)
    {
        var json = new JsonObject { ["quote"] = quote.Quote };
        if (quote.Location is { } location)
        {
            json["location"] = location;
        }

        return json;
    }
}
