using System.Text;
using System.Text.Json.Nodes;
using Tasker.Engine.Files;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Fsm;
using Tasker.Planning.States;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Decomposition;

/// <summary>Begins a plan from a specification: its folders, the specification word for word, what is known about the project, and the phase to begin with.</summary>
/// <param name="store">The plan.</param>
public sealed class PlanIngestion(PlanStore store)
{
    /// <summary>Where what is known about the project is kept for agents.</summary>
    public static string ContextOf(PlanningFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Path.Combine(folder.Root, "inputs", "project-context.md");
    }

    /// <summary>Begins the plan, or goes on with one that has not come beyond this. Done again it changes nothing.</summary>
    /// <param name="target">The target directory; absolute.</param>
    /// <param name="spec">The specification; null: the plan has it already.</param>
    /// <param name="analysis">What is there in the target directory.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What somebody should know, a sentence each.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(string target, SpecSource? spec, ProjectAnalysis analysis, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        if (!store.Exists)
        {
            await PlanBeginning.BeginAsync(store, target, PlanPhases.First, force: false, cancellationToken);
        }

        foreach (var folder in PlanningFolder.Folders)
        {
            Directory.CreateDirectory(Path.Combine(store.Folder.Root, folder));
        }

        if (!File.Exists(ContextOf(store.Folder)))
        {
            await AtomicFile.WriteAsync(ContextOf(store.Folder), Encoding.UTF8.GetBytes(analysis.Context + "\n"), cancellationToken);
        }

        var told = new List<string>();
        if (store.Read().Phase != PlanPhases.First)
        {
            return told;
        }

        if (spec is not null && await spec.CopyAsync(store.Folder, cancellationToken))
        {
            told.Add($"Capabilities come with the specification ({spec.CapabilityMap}); planning begins with files.");
            told.AddRange(FsmProblems());
            var problems = await SkipToPhysicalAsync(cancellationToken);
            told.AddRange(problems.Count == 0 ? [] : [$"The capability map that came with the specification is not valid: {string.Join("; ", problems)}"]);
            return told;
        }

        await store.ChangeAsync((state, now) => PhaseRules.Advance(state, new PhaseGates(store.Folder).Ask(state, now), now), cancellationToken);
        return told;
    }

    private IEnumerable<string> FsmProblems()
    {
        if (File.Exists(Path.Combine(store.Folder.Fsm, "index.json")) && FsmAnswers.Validate(store.Folder.Fsm, strict: false, spec: null) is { Passed: false })
        {
            yield return $"The state machines that came with the specification have issues: 'tasker fsm validate validate {store.Folder.Fsm}' lists them.";
        }
    }

    /// <summary>The specification was reviewed and its capabilities were extracted when it was written.</summary>
    private Task<IReadOnlyList<string>> SkipToPhysicalAsync(CancellationToken cancellationToken) => store.ChangeAsync(
        (state, now) =>
        {
            var problems = PlanArtifacts.Register(state, store.Folder, PlanArtifacts.CapabilityMap, null, now).Problems;
            PhaseRules.Set(state, PlanningPhase.Physical, now);
            state.AddEvent(now, "artifacts_ingested", details: new JsonObject { ["capability_map"] = store.Folder.CapabilityMap });
            return (IReadOnlyList<string>)[.. problems.Select(one => one.ToString())];
        },
        cancellationToken);
}
