using System.Text;
using System.Text.Json.Nodes;
using Tasker.Engine.Files;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Fsm;

/// <summary>What can be asked about state machines. Paths are absolute; an index may be named by its folder.</summary>
public static class FsmAnswers
{
    /// <summary>Compiles machines from a synthesis (<c>workflows</c>, <c>invariants</c>) or from a capability map, and writes all their files.</summary>
    /// <param name="source">The JSON file.</param>
    /// <param name="isCapabilityMap">True for a capability map.</param>
    /// <param name="spec">The specification, for quotations; null: none.</param>
    /// <param name="output">The folder to write to; it is made.</param>
    /// <param name="slug">The name of the specification; null: from its file.</param>
    /// <exception cref="PlanningException">The source is missing or broken, or no machines can be made of it. Nothing was written.</exception>
    public static async Task<PlanningAnswer> CompileAsync(string source, bool isCapabilityMap, string? spec, string output, string? slug, CancellationToken cancellationToken)
    {
        var bytes = JsonFile.Bytes(source) ?? throw new PlanningException(PlanningCodes.NotFound, $"There is no file '{source}'.");
        var node = JsonFile.Parse(bytes, source, "The source");
        var specBytes = spec is null ? null : JsonFile.Bytes(spec) ?? throw new PlanningException(PlanningCodes.NotFound, $"There is no specification '{spec}'.");
        var quotes = new SpecQuotes(Path.GetFileName(spec ?? "spec.md"), specBytes is null ? null : Encoding.UTF8.GetString(specBytes));
        var compiled = FsmCompiler.Compile(
            isCapabilityMap ? CapabilityFlows.Read(node) : FsmSource.FromSynthesis(node),
            quotes,
            Path.GetFileName(source),
            FsmSlug.Of(slug ?? node.FirstText("spec_slug", "slug") ?? Stem(spec ?? source), "spec"),
            Checksum.Of(specBytes ?? bytes));
        if (compiled.Model is not { } model)
        {
            throw new PlanningException(PlanningCodes.Schema, string.Join(" ", compiled.Problems), new JsonObject { ["problems"] = JsonView.List(compiled.Problems) });
        }

        await WriteAsync(model, output, cancellationToken);
        var index = Path.Combine(output, FsmFolder.IndexName);
        var json = new JsonObject { ["status"] = "success", ["index"] = index, ["machines"] = JsonView.List(model.Machines.Select(m => m.Id)), ["warnings"] = JsonView.List(compiled.Warnings) };
        return new PlanningAnswer(Text(json), json, Passed: true);
    }

    /// <summary>Draws every machine, and with <paramref name="notes"/> writes it in words.</summary>
    /// <param name="path">The index or its folder.</param>
    /// <param name="output">Where to; null: beside the index.</param>
    /// <exception cref="PlanningException">The machines cannot be read whole.</exception>
    public static async Task<PlanningAnswer> DrawAsync(string path, string? output, bool notes, CancellationToken cancellationToken)
    {
        var reading = Whole(FsmFolder.Read(path));
        var folder = output ?? reading.Root;
        var written = new List<string>();
        foreach (var machine in reading.Model!.Machines)
        {
            var stem = FsmSlug.Of(Path.GetFileName(machine.Files.States ?? machine.Id).Replace(".states.json", "", StringComparison.Ordinal), machine.Id);
            await Write(Path.GetFileName(machine.Files.Diagram ?? $"{stem}.mmd"), MermaidDiagram.Of(machine, reading.Model.IndexChecksum));
            if (notes)
            {
                await Write(Path.GetFileName(machine.Files.Notes ?? $"{stem}.notes.md"), MachineNotes.Of(machine, reading.Model.Invariants));
            }
        }

        var json = new JsonObject { ["status"] = "success", ["generated"] = JsonView.List(written) };
        return new PlanningAnswer(Text(json), json, Passed: true);

        async Task Write(string name, string text)
        {
            Directory.CreateDirectory(folder);
            written.Add(Path.Combine(folder, name));
            Leftovers.RemoveOf(written[^1]);
            await AtomicFile.WriteAsync(written[^1], Encoding.UTF8.GetBytes(text), cancellationToken);
        }
    }

    /// <summary>The diagram of one machine, from its two files.</summary>
    /// <exception cref="PlanningException">A file cannot be read.</exception>
    public static string Diagram(string states, string transitions)
    {
        var (machine, problems) = FsmFolder.ReadMachine(states, transitions);
        return problems.Count == 0 ? MermaidDiagram.Of(machine, "") : throw new PlanningException(PlanningCodes.Corrupt, string.Join(" ", problems.Select(p => p.Message)));
    }

    /// <summary>Checks the invariants I1 to I6 over all machines of an index.</summary>
    /// <param name="path">The index or its folder.</param>
    /// <param name="strict">Guards without an invariant are issues.</param>
    /// <param name="spec">The specification; null: none is at hand.</param>
    public static PlanningAnswer Validate(string path, bool strict, string? spec) => Answer(Report(path, strict, spec));

    /// <inheritdoc cref="Validate"/>
    internal static FsmReport Report(string path, bool strict, string? spec)
    {
        if (!Path.Exists(path))
        {
            throw new PlanningException(PlanningCodes.NotFound, $"There are no machines at '{path}'. 'tasker fsm compile' writes them; or name their folder.");
        }

        var reading = FsmFolder.Read(path);
        var text = spec is null ? null : Encoding.UTF8.GetString(JsonFile.Bytes(spec) ?? throw new PlanningException(PlanningCodes.NotFound, $"There is no specification '{spec}'."));
        return new FsmReport(reading.Problems.Concat(reading.Model is null ? [] : ModelChecks.Check(reading.Model, strict, text)).Concat(Edited(reading)));
    }

    /// <summary>Checks that one machine is complete (I3).</summary>
    public static PlanningAnswer Completeness(string states, string transitions)
    {
        var (machine, problems) = FsmFolder.ReadMachine(states, transitions);
        return Answer(problems.Concat(machine.IsComplete ? MachineChecks.Check(machine, isSteel: true) : []));
    }

    /// <summary>Compares machines with a capability map: transitions without behaviours, behaviours that the map does not have. Warnings only.</summary>
    /// <exception cref="PlanningException">The map cannot be read.</exception>
    public static PlanningAnswer BehaviorCoverage(string path, string map)
    {
        var known = new CapabilityMap(JsonFile.Read(map, "The capability map")).Behaviors().Select(b => b.Behavior.Text("id")).ToHashSet();
        var reading = FsmFolder.Read(path);
        var transitions = (reading.Model?.Machines ?? []).SelectMany(m => m.Transitions.Select(t => (m, t))).ToArray();
        return Answer(
        [
            .. reading.Problems,
            .. transitions.Where(x => x.t.Behaviors.Count == 0).Select(x => FsmFinding.Warning("COVERAGE", $"{x.t.Id} of machine {x.m.Id} names no behaviour.", FsmFinding.With("machine_id", x.m.Id), FsmFinding.With("transition", x.t.Id))),
            .. transitions.SelectMany(x => x.t.Behaviors.Where(b => !known.Contains(b)).Select(b => FsmFinding.Warning("COVERAGE", $"{x.t.Id} of machine {x.m.Id} names {b}, which the capability map does not have.", FsmFinding.With("transition", x.t.Id), FsmFinding.With("behavior", b)))),
        ]);
    }

    /// <summary>The hard gate of planning: which part of the transitions tasks cover.</summary>
    /// <param name="path">The index or its folder.</param>
    /// <param name="tasks">The folder of task files.</param>
    /// <param name="steel">The least part of the steel thread, 0 to 1.</param>
    /// <param name="other">The least part of everything else, 0 to 1.</param>
    public static PlanningAnswer TaskCoverage(string path, string tasks, double steel, double other) =>
        Answer([.. BadTasks(tasks, out var read), .. new TransitionCoverage(FsmFolder.Read(path), read).Gate(steel, other)]);

    /// <summary>The report on which tasks cover which transition.</summary>
    /// <exception cref="PlanningException">The machines cannot be read whole, or a task file is broken.</exception>
    public static PlanningAnswer PlanReport(string path, string tasks)
    {
        var bad = BadTasks(tasks, out var read).ToArray();
        var json = bad.Length == 0 ? PlanCoverageReport.Of(Whole(FsmFolder.Read(path)).Model!, read) : throw new PlanningException(PlanningCodes.Corrupt, string.Join(" ", bad.Select(b => b.Message)));
        return new PlanningAnswer(Text(json), json, Passed: true);
    }

    /// <summary>The report on which transitions the results of tasks prove.</summary>
    /// <param name="path">The index or its folder.</param>
    /// <param name="bundles">The folder of result files.</param>
    /// <param name="strict">The steel thread and invariants count only by tests, and what does not closes the gate.</param>
    /// <exception cref="PlanningException">The machines cannot be read whole.</exception>
    public static PlanningAnswer ExecuteReport(string path, string bundles, bool strict)
    {
        var evidence = new List<FsmEvidence>();
        var unreadable = new List<string>();
        foreach (var file in Directory.Exists(bundles) ? Directory.GetFiles(bundles, "*-result.json").Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
        {
            try
            {
                evidence.AddRange(FsmEvidence.In(JsonFile.Read(file, "The result")));
            }
            catch (PlanningException broken)
            {
                unreadable.Add(broken.Message);
            }
        }

        var report = new ExecuteCoverageReport(Whole(FsmFolder.Read(path)).Model!, evidence, strict);
        var json = report.ToJson();
        if (unreadable.Count > 0)
        {
            json["unreadable_results"] = JsonView.List(unreadable);
        }

        return new PlanningAnswer(Text(json), json, !report.Findings().Any(f => f.IsIssue));
    }

    internal static async Task WriteAsync(FsmModel model, string output, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(output);
        foreach (var name in model.Machines.SelectMany(machine => new[] { machine.Files.States, machine.Files.Transitions, machine.Files.Diagram, machine.Files.Notes }).Append(FsmFolder.IndexName))
        {
            Leftovers.RemoveOf(Path.Combine(output, name!));
        }

        foreach (var machine in model.Machines)
        {
            await JsonFile.WriteAsync(Path.Combine(output, machine.Files.States!), FsmDocuments.States(machine), cancellationToken);
            await JsonFile.WriteAsync(Path.Combine(output, machine.Files.Transitions!), FsmDocuments.Transitions(machine), cancellationToken);
        }

        // The index comes after the files that it names, and before the drawings, which name it.
        var index = JsonFile.Format(FsmDocuments.Index(model));
        await AtomicFile.WriteAsync(Path.Combine(output, FsmFolder.IndexName), index, cancellationToken);
        foreach (var machine in model.Machines)
        {
            await AtomicFile.WriteAsync(Path.Combine(output, machine.Files.Diagram!), Encoding.UTF8.GetBytes(MermaidDiagram.Of(machine, Checksum.Of(index.Span))), cancellationToken);
            await AtomicFile.WriteAsync(Path.Combine(output, machine.Files.Notes!), Encoding.UTF8.GetBytes(MachineNotes.Of(machine, model.Invariants)), cancellationToken);
        }
    }

    /// <summary>Diagrams that are not what their machine draws.</summary>
    private static IEnumerable<FsmFinding> Edited(FsmReading reading) =>
        from machine in reading.Model?.Machines ?? []
        where machine is { IsComplete: true, Files.Diagram: not null }
        let path = InsidePath.Resolve(reading.Root, machine.Files.Diagram!)
        where path is not null && JsonFile.Bytes(path) is { } drawn && !drawn.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(MermaidDiagram.Of(machine, reading.Model!.IndexChecksum)))
        select FsmFinding.Warning("DIAGRAM", $"The diagram of machine {machine.Id} is not what the machine draws: '{machine.Files.Diagram}'. Write it anew with 'tasker fsm mermaid'.", FsmFinding.With("machine_id", machine.Id));

    private static List<FsmFinding> BadTasks(string folder, out IReadOnlyList<TransitionTask> tasks)
    {
        var read = Directory.Exists(folder) ? TaskFiles.ReadFolder(folder) : TaskFiles.None;
        tasks = TransitionTask.Of(read.Definitions);
        return [.. read.Unreadable.Select(e => FsmFinding.Issue("TASK_COVERAGE", $"{e.File}: {e.Message}", FsmFinding.With("file", e.File)))];
    }

    private static FsmReading Whole(FsmReading reading) =>
        reading.IsWhole ? reading : throw new PlanningException(PlanningCodes.Corrupt, string.Join(" ", reading.Problems.Where(p => p.IsIssue).Select(p => p.Message)));

    private static PlanningAnswer Answer(IEnumerable<FsmFinding> findings) => Answer(new FsmReport(findings));

    private static PlanningAnswer Answer(FsmReport report)
    {
        var json = report.ToJson();
        return new PlanningAnswer(Text(json), json, report.Passed);
    }

    private static string Stem(string path) => Path.GetFileNameWithoutExtension(path).Replace(".capabilities", "", StringComparison.Ordinal);

    private static string Text(JsonObject json) => Encoding.UTF8.GetString(JsonFile.Format(json).Span).TrimEnd('\n');
}
