using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tasker.EndToEnd.Tests;

/// <summary>A target directory with a plan that is ready to be executed, and an agent that is a script.</summary>
internal sealed class PlanProject : IDisposable
{
    /// <summary>What a script says when it has done its task: the file of the task, and a result that claims success.</summary>
    public const string Succeed = """
        mkdir -p src; echo done > "src/$id.txt"
        claim success '"src/'$id'.txt"'
        """;

    private const string Head = """
        set -u
        id=$TASKER_TASK_ID
        claim() { printf '{"version":"1.0","task_id":"%s","name":"x","status":"%s","completed_at":"%s","files":{"created":[%s],"modified":[]},"error":%s}' \
          "$id" "$1" "$(date -u +%FT%TZ)" "${2:-}" "${3:-null}" > "$TASKER_TASK_RESULT"; }
        echo "begin $id" >> ledger

        """;

    private readonly Dictionary<string, string[]> _needs = [];

    public RealBinary Binary { get; } = new();

    public void Dispose() => Binary.Dispose();

    /// <summary>A plan whose tasks are made by a script.</summary>
    /// <param name="script">What the agent does for each task; <c>$id</c> is the task.</param>
    /// <param name="tasks">Tasks: <c>T001</c>, or <c>T003: T001 T002</c> with what it needs.</param>
    public static async Task<PlanProject> CreateAsync(string script, params string[] tasks)
    {
        var project = new PlanProject();
        await project.GitAsync("init", "-q");
        await project.GitAsync("config", "user.email", "tests@example.org");
        await project.GitAsync("config", "user.name", "tests");
        await project.GitAsync("commit", "-q", "--allow-empty", "-m", "start");
        await project.SucceedAsync("state", "init", ".");
        project.Write("tasker.yaml", "agents:\n  task-executor:\n    command: [bash, agent.sh]\n    prompt: stdin\n");
        project.Script(script);
        foreach (var task in tasks)
        {
            var parts = task.Split(':');
            project.Define(parts[0], parts.Length > 1 ? parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries) : []);
        }

        project.WriteMaps();
        await project.SucceedAsync("state", "load-tasks");
        await project.SucceedAsync("state", "set-phase", "ready");
        return project;
    }

    public string PathOf(string file) => Binary.PathOf(file);

    public string[] Lines(string file) => Binary.Lines(file);

    /// <summary>Replaces what the agent does.</summary>
    public void Script(string script) => Write("agent.sh", Head + script + "\necho \"end $id\" >> ledger\n");

    /// <summary>Writes a file, whole at once.</summary>
    public void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file) + ".part", text);
        File.Move(PathOf(file) + ".part", PathOf(file), overwrite: true);
    }

    /// <summary>Writes the file of a task.</summary>
    public void Define(string id, string[] needs, string? verification = null)
    {
        _needs[id] = needs;
        var task = new JsonObject
        {
            ["id"] = id,
            ["name"] = $"Make {id}",
            ["phase"] = 1,
            ["behaviors"] = new JsonArray($"B{int.Parse(id[1..])}"),
            ["files"] = new JsonArray(new JsonObject { ["path"] = $"src/{id}.txt", ["action"] = "create" }),
            ["dependencies"] = new JsonObject { ["tasks"] = new JsonArray([.. needs.Select(need => (JsonNode)need)]) },
            ["acceptance_criteria"] = new JsonArray(new JsonObject
            {
                ["criterion"] = $"The file of {id} says that it is done",
                ["verification"] = verification ?? $"grep -q done src/{id}.txt",
            }),
        };
        Write($".tasker/tasks/{id}.json", task.ToJsonString());
    }

    public Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => Binary.RunAsync(arguments);

    /// <summary>Runs the command; it must end with 0.</summary>
    public async Task<string> SucceedAsync(params string[] arguments)
    {
        var (exit, output, error) = await Binary.RunAsync(arguments);
        Assert.True(exit == 0, $"tasker {string.Join(' ', arguments)}: exit code {exit}: {error}\n{output}");
        return output;
    }

    public JsonElement State => Json(".tasker/state.json");

    /// <summary>A task of the state.</summary>
    public JsonElement Task(string id) => State.GetProperty("tasks").GetProperty(id);

    public string StatusOf(string id) => Task(id).GetProperty("status").GetString()!;

    public JsonElement Json(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf(file)));
        return document.RootElement.Clone();
    }

    /// <summary>Subjects of all commits but the first one, the oldest first, each with its files.</summary>
    public async Task<string[]> CommitsAsync()
    {
        var log = await GitAsync("log", "--reverse", "--format=%x00%s", "--name-only");
        return [.. log.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(commit => string.Join(' ', commit.Split('\n', StringSplitOptions.RemoveEmptyEntries))).Skip(1)];
    }

    public async Task<string> GitAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = Binary.Folder, RedirectStandardOutput = true };
        using var git = Process.Start(start)!;
        var output = await git.StandardOutput.ReadToEndAsync();
        await git.WaitForExitAsync();
        Assert.Equal(0, git.ExitCode);
        return output;
    }

    private void WriteMaps()
    {
        var ids = _needs.Keys.Select(id => int.Parse(id[1..])).ToArray();
        var behaviors = new JsonArray(
            [.. ids.Select(id => (JsonNode)new JsonObject { ["id"] = $"B{id}", ["name"] = $"Thing {id}", ["type"] = "process" })]);
        Write(".tasker/artifacts/capability-map.json", new JsonObject
        {
            ["version"] = "1.0",
            ["domains"] = new JsonArray(new JsonObject
            {
                ["id"] = "D1",
                ["name"] = "Main",
                ["capabilities"] = new JsonArray(new JsonObject { ["id"] = "C1", ["name"] = "Things", ["behaviors"] = behaviors }),
            }),
            ["flows"] = new JsonArray(),
        }.ToJsonString());
        Write(".tasker/artifacts/physical-map.json", new JsonObject
        {
            ["version"] = "1.0",
            ["target_dir"] = Binary.Folder,
            ["file_mapping"] =
                new JsonArray([.. ids.Select(id => (JsonNode)new JsonObject { ["behavior_id"] = $"B{id}", ["files"] = new JsonArray(
                    new JsonObject { ["path"] = $"src/T{id:D3}.txt", ["action"] = "create" }) })]),
        }.ToJsonString());
        Write(".tasker/inputs/spec.md", "# Things\n\nMake things.\n");
    }
}
