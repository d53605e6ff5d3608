using System.Text.Json;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Formats.TaskTree.Translation;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Running;

/// <summary>
/// What an attempt at a task does besides asking its agent: it sees that the inputs are there, makes the folder for outputs, and sees
/// afterwards that files which had to be changed are no longer as they were.
/// </summary>
/// <param name="inner">Asks the agent.</param>
/// <param name="ended">Called when an agent has ended, before the run hears of it.</param>
public sealed class TaskAttempts(IExecutor inner, Action ended) : IExecutor
{
    /// <summary>How the message of an attempt begins that found no input.</summary>
    public const string WaitingFor = "Waiting for input";

    private Project? _project;

    /// <inheritdoc/>
    public bool Does(StepAction action) => inner.Does(action);

    /// <inheritdoc/>
    public async Task<AttemptEnd> RunAsync(AttemptOrder order, IAttemptObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (!order.Env.TryGetValue(TreeLabels.OutputsVariable, out var outputs))
        {
            return await inner.RunAsync(order, observer, stop);
        }

        if ((Missing(order) ?? MakeFolder(order, outputs)) is { } problem)
        {
            return AttemptEnd.Failure(problem);
        }

        var before = Changes(order).ToDictionary(path => path, path => Look(order, path), StringComparer.Ordinal);
        var end = await inner.RunAsync(order, observer, stop);
        ended();
        return Checked(end, before.Where(file => file.Value is not null && Look(order, file.Key) == file.Value).Select(file => file.Key));
    }

    /// <inheritdoc/>
    public async Task<AttemptEnd> ReattachAsync(AttemptOrder order, string? handle, IAttemptObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        var begun = File.GetCreationTimeUtc(order.LogPath);
        var end = await inner.ReattachAsync(order, handle, observer, stop);
        ended();

        // What the files were like before is not known any more; a file that is older than the attempt was not changed by it.
        return Checked(end, Changes(order).Where(path => Look(order, path) is { } look && look.Written < begun));
    }

    private static string? Missing(AttemptOrder order)
    {
        var files = new TreeFiles(order.Root);
        string[][] inputs = order.Env.TryGetValue(TreeLabels.InputsVariable, out var json)
            ? JsonSerializer.Deserialize(json, TreeJson.Default.StringArrayArray) ?? []
            : [];
        string[] missing = [.. inputs.Where(places => !places.Any(files.Exists)).Select(places => $"'{string.Join("' or '", places)}'")];
        return missing.Length == 0
            ? null
            : $"{WaitingFor} {string.Join(" and ", missing)}: nothing is there, and every task that it depends on is done.";
    }

    private string? MakeFolder(AttemptOrder order, string outputs)
    {
        try
        {
            var project = _project is { } last && last.Root == order.Root ? last : new Project(order.Root, new ProjectFolder(order.Root));
            _project = project; // All attempts of a run have the same root.
            return project.Folder.Make(outputs) ? null : $"The folder '{outputs}' leads out of the project through a link.";
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return $"The folder '{outputs}' cannot be made: {closed.Message}";
        }
    }

    private static AttemptEnd Checked(AttemptEnd end, IEnumerable<string> same)
    {
        if (end.Outcome is not AttemptOutcome.Succeeded)
        {
            return end;
        }

        var list = string.Join("', '", same);
        return list.Length == 0 ? end : end with
        {
            Outcome = AttemptOutcome.Failed,
            Message = $"promised output is missing: '{list}' should have been modified and is as it was before",
        };
    }

    private static string[] Changes(AttemptOrder order) =>
        order.Env.TryGetValue(TreeLabels.ChangesVariable, out var json)
            ? JsonSerializer.Deserialize(json, TreeJson.Default.StringArray) ?? []
            : [];

    private static (DateTime Written, long Length)? Look(AttemptOrder order, string path)
    {
        var file = new FileInfo(Path.Combine(order.Root, path));
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
    }

    private sealed record Project(string Root, ProjectFolder Folder);
}
