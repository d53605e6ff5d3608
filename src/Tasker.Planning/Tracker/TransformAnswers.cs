using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Tracker;

/// <summary>The bridge from a plan to the issue tracker: contexts for agents that write issues, and issues that are created and linked.</summary>
/// <param name="store">The plan.</param>
/// <param name="program">The tracker.</param>
public sealed class TransformAnswers(PlanStore store, TrackerProgram program)
{
    /// <summary>So many issues are created at once.</summary>
    private const int AtOnce = 8;

    private static readonly string[] Lists = ["issues", "tasks"];

    private readonly IssueMaking _making = new(store, program, ExportsOf(store));

    private string Exports => ExportsOf(store);

    /// <summary>How far the bridge is.</summary>
    /// <exception cref="PlanningException">There is no state, or it is broken.</exception>
    public PlanningAnswer Status()
    {
        var (state, mapping) = (store.Read(), TrackerMapping.Read(Exports));
        var (contexts, enriched) = (Count("*-context.json"), Count("*-enriched.json"));
        var created = mapping.All.ToArray();
        var text = $"""
            Tracker: {program.ProgramFile ?? "not installed (no 'bd' in PATH)"}
            Set up in the target directory: {(program.IsSetUp ? "yes" : "no")}
            Tasks: {state.Tasks.Count}
            Contexts: {contexts}
            Enriched: {enriched}
            Created: {created.Length}
            """;
        return new PlanningAnswer(text, new JsonObject
        {
            ["tracker"] = program.ProgramFile,
            ["set_up"] = program.IsSetUp,
            ["tasks"] = state.Tasks.Count,
            ["contexts"] = contexts,
            ["enriched"] = enriched,
            ["created"] = new JsonObject([.. created.Select(one => KeyValuePair.Create<string, JsonNode?>(one.Key, one.Value))]),
        }, Passed: true);
    }

    /// <summary>Writes the contexts of tasks.</summary>
    /// <param name="ids">The tasks; null: all of them.</param>
    /// <exception cref="PlanningException">A task or its file is missing or broken; nothing was written.</exception>
    public async Task<PlanningAnswer> ContextAsync(IReadOnlyList<string>? ids, CancellationToken cancellationToken)
    {
        var contexts = new TrackerContext(store);
        var written = (ids ?? [.. store.Read().Tasks.Select(task => task.Id).Order(TaskIds.Order)]).Select(id => (Path: Path.Combine(Exports, $"{TaskIds.Checked(id)}-context.json"), Node: contexts.Of(id))).ToArray();
        foreach (var (path, node) in written)
        {
            await JsonFile.WriteAsync(path, node, cancellationToken);
        }

        return new PlanningAnswer(string.Join('\n', written.Select(one => $"Context written: {one.Path}")), new JsonObject { ["ok"] = true, ["written"] = JsonView.List(written.Select(one => one.Path)) }, Passed: true);
    }

    /// <summary>Sets the tracker up in a directory. Where it is already, nothing is done.</summary>
    /// <param name="prefix">What the ids of issues begin with; null: the tracker chooses.</param>
    public static async Task<PlanningAnswer> SetUpAsync(TrackerProgram program, string directory, string? prefix, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (!Directory.Exists(directory))
        {
            throw new PlanningException(PlanningCodes.NotFound, $"There is no directory '{directory}'.");
        }

        if (prefix is not null && (prefix.Length == 0 || prefix[0] == '-' || prefix.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not '-' and not '_')))
        {
            throw new PlanningException(PlanningCodes.Usage, $"'{prefix}' is no prefix: it is letters, digits, hyphens and underscores.");
        }

        var wasThere = program.IsSetUp;
        if (!wasThere)
        {
            await program.AskAsync(prefix is null ? ["init"] : ["init", $"--prefix={prefix}"], cancellationToken);
        }

        return new PlanningAnswer($"{(wasThere ? "The tracker is set up already" : "The tracker is set up")}: {directory}", new JsonObject { ["ok"] = true, ["directory"] = directory, ["was_there"] = wasThere }, Passed: true);
    }

    /// <summary>Creates the issue of one task and links it with those that are there.</summary>
    /// <param name="force">True: also when the task has an issue already.</param>
    /// <exception cref="PlanningException">The task has an issue already, the file is no issue, or the tracker refused.</exception>
    public async Task<PlanningAnswer> CreateAsync(string id, string enriched, bool force, CancellationToken cancellationToken)
    {
        if (TrackerMapping.Read(Exports).IssueOf(TaskIds.Checked(id)) is { } there && !force)
        {
            throw new PlanningException(PlanningCodes.Exists, $"Task {id} has the issue {there} already; --force creates another one.");
        }

        var issue = TrackerIssue.Read(enriched, new TrackerContext(store).Of(id));
        var created = await _making.MakeAsync(id, issue, another: force, cancellationToken);
        var (links, failed) = await LinkAsync(cancellationToken);
        return Told([(id, created)], [], links, failed);
    }

    /// <summary>Creates the issues of many tasks, eight at once, then links them. Tasks that have one already are passed over; so a batch that failed is simply asked for again.</summary>
    /// <param name="manifest">A file with <c>issues</c>, each with <c>task_id</c> and the path of its <c>enriched</c> file from the manifest; or an object of paths by task.</param>
    /// <exception cref="PlanningException">The manifest is missing or broken, or names a task or a file that is; nothing was created.</exception>
    public async Task<PlanningAnswer> CreateAllAsync(string manifest, CancellationToken cancellationToken)
    {
        var (contexts, mapping) = (new TrackerContext(store), TrackerMapping.Read(Exports));
        var wanted = Manifest(manifest);
        var issues = wanted.Where(one => mapping.IssueOf(one.Task) is null).Select(one => (one.Task, Issue: TrackerIssue.Read(one.Path, contexts.Of(one.Task)))).ToArray();
        if (issues.Length > 0)
        {
            await program.AskAsync(["--version"], cancellationToken); // One refusal in place of one for each issue.
        }

        var (created, failed) = (new List<(string, string)>(), new List<(string, string)>());
        await Parallel.ForEachAsync(issues, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (one, token) =>
        {
            try
            {
                var id = await _making.MakeAsync(one.Task, one.Issue, another: false, token);
                lock (created)
                {
                    created.Add((one.Task, id));
                }
            }
            catch (PlanningException refused)
            {
                lock (created)
                {
                    failed.Add((one.Task, refused.Message));
                }
            }
        });
        var (links, unlinked) = await LinkAsync(cancellationToken);
        return Told([.. created.OrderBy(one => one.Item1, TaskIds.Order)], [.. wanted.Select(one => one.Task).Except(issues.Select(one => one.Task))], links, [.. failed.OrderBy(one => one.Item1, TaskIds.Order), .. unlinked]);
    }

    /// <summary>An issue waits for those of the tasks that its task needs.</summary>
    private async Task<(int Links, IReadOnlyList<(string, string)> Failed)> LinkAsync(CancellationToken cancellationToken)
    {
        var (state, mapping, links, failed) = (store.Read(), TrackerMapping.Read(Exports), 0, new List<(string, string)>());
        foreach (var (task, issue) in mapping.All.ToArray())
        {
            foreach (var need in state.Task(task)?.DependsOn ?? [])
            {
                if (mapping.IssueOf(need) is not { } other || mapping.IsLinked(task, need))
                {
                    continue;
                }

                try
                {
                    await program.AskAsync(["dep", "add", issue, other, "--type=blocks"], cancellationToken);
                    await _making.ChangeAsync((changed, _) => changed.Link(task, need));
                    links++;
                }
                catch (PlanningException refused)
                {
                    failed.Add((task, $"not linked with {need}: {refused.Message}"));
                }
            }
        }

        return (links, failed);
    }

    private static (string Task, string Path)[] Manifest(string path)
    {
        var node = JsonFile.Read(path, "The manifest");
        var folder = Path.GetDirectoryName(path)!;
        var listed = Lists.FirstOrDefault(name => node[name] is JsonArray);
        (string? Task, string? File)[] all = listed is not null
            ? [.. node.Items(listed).Select(one => (one.FirstText("task_id", "id"), one.FirstText("enriched", "enriched_path", "file", "path")))]
            : [.. node.Where(one => TaskIds.IsValid(one.Key)).Select(one => ((string?)one.Key, one.Value.AsText()))];
        if (all.Length == 0 || all.Any(one => one.Task is null || one.File is null))
        {
            throw new PlanningException(PlanningCodes.Schema, $"'{path}' is no manifest: it is {{\"issues\": [{{\"task_id\": \"T001\", \"enriched\": \"T001-enriched.json\"}}]}}.");
        }

        return [.. all.Select(one => (TaskIds.Checked(one.Task), Path.GetFullPath(one.File!, folder))).DistinctBy(one => one.Item1)];
    }

    private static PlanningAnswer Told(IReadOnlyList<(string Task, string Issue)> created, IReadOnlyList<string> passedOver, int links, IReadOnlyList<(string Task, string Message)> failed)
    {
        string[] lines =
        [
            .. created.Select(one => $"{one.Task}: {one.Issue}"),
            .. failed.Select(one => $"{one.Task}: {one.Message}"),
            $"Created {created.Count} issues, linked {links}, {passedOver.Count} were there, {failed.Count} failed",
        ];
        return new PlanningAnswer(string.Join('\n', lines), new JsonObject
        {
            ["created"] = new JsonArray([.. created.Select(one => (JsonNode)new JsonObject { ["task_id"] = one.Task, ["issue"] = one.Issue })]),
            ["there"] = JsonView.List(passedOver),
            ["links"] = links,
            ["failed"] = new JsonArray([.. failed.Select(one => (JsonNode)new JsonObject { ["task_id"] = one.Task, ["message"] = one.Message })]),
        }, failed.Count == 0);
    }

    private static string ExportsOf(PlanStore store) => Path.Combine(store.Folder.Root, "beads-export");

    private int Count(string pattern) => Directory.Exists(Exports) ? Directory.EnumerateFiles(Exports, pattern).Count() : 0;
}
