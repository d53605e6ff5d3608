using System.Text;
using Tasker.Engine.Files;
using Tasker.Planning.Archives;
using Tasker.Planning.Evaluating;
using Tasker.Planning.Files;
using Tasker.Planning.Fsm;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Execution;

/// <summary>What is written at the end of an execution: the evaluation, which transitions were proven, the archive.</summary>
/// <param name="store">The plan.</param>
internal sealed class ExecutionReports(PlanStore store)
{
    /// <summary>Writes the reports; earlier ones are replaced.</summary>
    /// <returns>Why one could not be made, a sentence each; the others are there.</returns>
    public async Task<IReadOnlyList<string>> WriteAsync(CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var evaluation = Evaluation.Of(store);
        await WriteAsync(Path.Combine(store.Folder.Reports, "evaluation-report.txt"), evaluation.Text, cancellationToken);
        await JsonFile.WriteAsync(Path.Combine(store.Folder.Reports, "evaluation-report.json"), evaluation.Json, cancellationToken);
        var index = Path.Combine(store.Folder.Fsm, "index.json");
        if (File.Exists(index))
        {
            try
            {
                var coverage = FsmAnswers.ExecuteReport(index, store.Folder.Bundles, strict: false);
                await WriteAsync(Path.Combine(store.Folder.Artifacts, "fsm-coverage.execute.json"), coverage.Text, cancellationToken);
            }
            catch (PlanningException broken)
            {
                problems.Add($"The report on transitions cannot be made: {broken.Message}");
            }
        }

        return problems;
    }

    /// <summary>Archives the execution, once for what has come to be.</summary>
    /// <returns>Why it could not be; null when it is there.</returns>
    public async Task<string?> ArchiveAsync(CancellationToken cancellationToken)
    {
        var state = store.Read();
        if (LatestArchive.Is(state, PlanArchive.Execution))
        {
            return null;
        }

        try
        {
            await new PlanArchive(store).ExecutionAsync(Path.GetFileName(Path.TrimEndingDirectorySeparator(state.TargetDir)), cancellationToken);
            return null;
        }
        catch (PlanningException refused)
        {
            return $"The execution was not archived: {refused.Message}";
        }
    }

    private static Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return AtomicFile.WriteAsync(path, Encoding.UTF8.GetBytes(text + "\n"), cancellationToken);
    }
}
