using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using static Tasker.Planning.Fsm.FsmFinding;

namespace Tasker.Planning.Fsm;

/// <summary>Reads machines from a folder, by its <c>index.json</c>.</summary>
internal static class FsmFolder
{
    public const string IndexName = "index.json";

    /// <summary>The index of what somebody named: the file itself, or the one in a folder. Null when there is neither.</summary>
    public static string? IndexPath(string path) =>
        File.Exists(path) ? path : Directory.Exists(path) && File.Exists(Path.Combine(path, IndexName)) ? Path.Combine(path, IndexName) : null;

    /// <summary>
    /// Reads everything that can be read. What cannot is an issue: of I1 for the index, of I3 for the file of a machine, which then counts as
    /// not complete.
    /// </summary>
    /// <param name="path">The index, or its folder; absolute.</param>
    public static FsmReading Read(string path)
    {
        if (IndexPath(path) is not { } index)
        {
            return FsmReading.None($"There is no {IndexName} at {path}. Write the machines with 'tasker fsm compile', or name their folder.");
        }

        var problems = new List<FsmFinding>();
        if (Parse(index, out var why) is not { } root)
        {
            return FsmReading.None(why);
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(index))!;
        var machines = root.Items("machines").Select(m => Machine(m, folder, root, problems)).ToArray();
        if (machines.Length == 0)
        {
            problems.Add(Issue("I1", $"{index} lists no machines."));
        }

        var model = new FsmModel
        {
            SpecSlug = root.Text("spec_slug") ?? "",
            SpecChecksum = root.Text("spec_checksum") ?? "",
            IndexChecksum = Checksum.OfFile(index),
            PrimaryMachine = root.Text("primary_machine") ?? "",
            Machines = machines,
            Invariants = [.. root.Items("invariants").Select(i => new FsmInvariant(i.Text("id") ?? "", i.Text("rule") ?? "", QuoteOrNull(i)))],
        };
        return new FsmReading(model, problems) { Root = folder };
    }

    /// <summary>Reads one machine from its two files, without an index.</summary>
    public static (FsmMachine Machine, IReadOnlyList<FsmFinding> Problems) ReadMachine(string statesPath, string transitionsPath)
    {
        var problems = new List<FsmFinding>();
        var machine = new FsmMachine { Id = "", Name = "", Level = FsmMachine.SteelThread };
        machine = WithStates(machine, statesPath, problems);
        machine = WithTransitions(machine, transitionsPath, problems);
        machine = machine with { Id = machine.IdInStates ?? machine.IdInTransitions ?? "M1" };
        return (machine, problems);
    }

    private static FsmMachine Machine(JsonNode? entry, string folder, JsonNode? index, List<FsmFinding> problems)
    {
        var id = entry.FirstText("id") ?? "";
        var files = entry.Field("files");
        var machine = new FsmMachine
        {
            Id = id,
            Name = entry.Text("name") ?? id,
            Level = entry.Text("level") ?? "",
            Parent = entry.FirstText("parent_machine") ?? ParentIn(index, id),
            Files = new FsmFiles(
                files.FirstText("states") ?? entry.FirstText("states_file"),
                files.FirstText("transitions") ?? entry.FirstText("transitions_file"),
                files.FirstText("diagram") ?? entry.FirstText("diagram_file"),
                files.FirstText("notes") ?? entry.FirstText("notes_file")),
        };
        machine = Inside(folder, machine.Files.States, id, "states", problems) is { } states
            ? WithStates(machine, states, problems) : machine with { IsComplete = false };
        return Inside(folder, machine.Files.Transitions, id, "transitions", problems) is { } transitions
            ? WithTransitions(machine, transitions, problems) : machine with { IsComplete = false };
    }

    private static string? ParentIn(JsonNode? index, string id)
    {
        if (index.Field("hierarchy") is JsonObject hierarchy)
        {
            foreach (var (parent, _) in hierarchy)
            {
                if (hierarchy.Texts(parent).Contains(id))
                {
                    return parent;
                }
            }
        }

        return null;
    }

    /// <summary>The full path of a file of a machine; null, with an issue, when none is named or it stands outside the folder.</summary>
    private static string? Inside(string folder, string? file, string machine, string kind, List<FsmFinding> problems)
    {
        if (file is null)
        {
            problems.Add(Issue("I3", $"Machine {machine} names no file of {kind}.", With("machine_id", machine)));
            return null;
        }

        if (InsidePath.Resolve(folder, file) is not { } full)
        {
            problems.Add(Issue("I3", $"The file of {kind} of machine {machine} is {file}, which leads out of {folder}.", With("machine_id", machine)));
            return null;
        }

        return full;
    }

    private static FsmMachine WithStates(FsmMachine machine, string path, List<FsmFinding> problems) =>
        Open(machine, path, "states", problems) is not { } root
            ? machine with { IsComplete = false }
            : machine with
            {
                IdInStates = root.FirstText("machine_id"),
                InitialState = root.FirstText("initial_state"),
                TerminalStates = root.Texts("terminal_states"),
                States = [.. root.Items("states").Select(s => new FsmState(s.Text("id") ?? "", s.Text("name") ?? "", s.Text("type") ?? "")
                {
                    SpecRef = QuoteOrNull(s) ?? new FsmQuote("", null),
                    Description = s.FirstText("description", "meaning"),
                    Behaviors = s.Texts("behaviors"),
                })],
            };

    private static FsmMachine WithTransitions(FsmMachine machine, string path, List<FsmFinding> problems) =>
        Open(machine, path, "transitions", problems) is not { } root
            ? machine with { IsComplete = false }
            : machine with
            {
                IdInTransitions = root.FirstText("machine_id"),
                Transitions = [.. root.Items("transitions").Select(Transition)],
            };

    private static FsmTransition Transition(JsonNode? t)
    {
        var trigger = t.Field("trigger");
        return new FsmTransition(t.Text("id") ?? "", t.Text("from_state") ?? "", t.Text("to_state") ?? "", trigger.AsText() ?? trigger.FirstText("name") ?? "")
        {
            TriggerType = trigger.FirstText("type"),
            SpecRef = QuoteOrNull(t) ?? new FsmQuote("", null),
            Guards = [.. t.Items("guards").Select(g => new FsmGuard(g.Text("condition") ?? g.AsText() ?? "", g.FirstText("invariant_id"), g.Flag("negated")))],
            Behaviors = t.Texts("behaviors"),
            IsFailurePath = t.Flag("is_failure_path"),
            Notes = t.FirstText("notes"),
        };
    }

    private static FsmQuote? QuoteOrNull(JsonNode? owner)
    {
        var reference = owner.Field("spec_ref");
        return reference.AsText() is { } text ? new FsmQuote(text, null)
            : reference.FirstText("quote") is { } quote ? new FsmQuote(quote, reference.FirstText("location"))
            : null;
    }

    private static JsonObject? Open(FsmMachine machine, string path, string kind, List<FsmFinding> problems)
    {
        if (Parse(path, out var why) is { } root)
        {
            if (root[kind] is JsonArray)
            {
                return root;
            }

            why = $"{path} must hold an array '{kind}'.";
        }

        problems.Add(Issue("I3", $"The {kind} of machine {machine.Id} cannot be read. {why}", With("machine_id", machine.Id), With("file", Path.GetFileName(path))));
        return null;
    }

    private static JsonObject? Parse(string path, out string why)
    {
        why = "";
        try
        {
            return JsonFile.Read(path, "The file");
        }
        catch (Exception broken) when (broken is PlanningException or IOException or UnauthorizedAccessException)
        {
            why = broken.Message;
            return null;
        }
    }
}
