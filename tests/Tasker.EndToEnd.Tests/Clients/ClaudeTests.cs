using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tasker.EndToEnd.Tests.Clients;

/// <summary>With Claude Code as it is installed: Tasker runs it, and it runs Tasker.</summary>
public sealed partial class ClaudeTests
{
    [ClientFact]
    public async Task The_plugin_is_sound_to_the_client_and_its_commands_and_agents_are_listed()
    {
        using var binary = new RealBinary();
        Assert.Equal(0, (await binary.RunAsync("plugin", "write", "plugin")).ExitCode);
        using var model = new ModelServer(_ => new ModelAnswer("Hello."));
        using var client = new CodingAgent(model, binary.Folder);

        await client.RunAsync("plugin", "validate", binary.PathOf("plugin"));
        var begun = await client.RunAsync(
            "-p", "Say hello.", "--plugin-dir", binary.PathOf("plugin"), "--output-format", "stream-json", "--verbose");

        var init = Lines(begun).First(line => line["subtype"]?.GetValue<string>() == "init");
        string[] commands = [.. init["slash_commands"]!.AsArray().Select(command => command!.GetValue<string>())];
        string[] agents = [.. init["agents"]!.AsArray().Select(agent => agent!.GetValue<string>())];
        Assert.All(Names(binary, "commands"), name => Assert.Contains($"tasker:{name}", commands));
        Assert.All(Names(binary, "agents"), name => Assert.Contains($"tasker:{name}", agents));
    }

    [ClientFact]
    public async Task A_step_of_a_workflow_has_it_make_a_file_and_counts_its_tokens()
    {
        using var binary = new RealBinary();
        using var model = new ModelServer(request => request.ToolsDone == 0
            ? ModelAnswer.Shell("echo 42 > answer.txt")
            : new ModelAnswer("The answer is in the file."));
        using var client = new CodingAgent(model, binary.Folder);
        Settings(binary, client, "coder");
        binary.Write("plan.yaml", """
            name: ask
            steps:
              ask:
                agent: coder
                prompt: Write the answer to answer.txt.
                outputs: { file: answer.txt }
            """);

        var (exit, output, error) = await binary.RunAsync("run", "plan.yaml");

        Assert.True(exit == 0, $"{output}\n{error}");
        Assert.Equal("42\n", File.ReadAllText(binary.PathOf("answer.txt")));
        var told = (await binary.RunAsync("runs", "history", "last", "--json")).Output;
        Assert.Contains("The answer is in the file.", told, StringComparison.Ordinal);
        Assert.Contains("\"inputTokens\":200", told, StringComparison.Ordinal);
    }

    [ClientFact]
    public async Task A_committee_of_it_sits_once_one_line_of_the_settings_says_so()
    {
        using var binary = RealBinary.OfExample("daily-market");
        using var model =
            new ModelServer(request => new ModelAnswer(request.All.Contains("Which kind is this question", StringComparison.Ordinal)
            ? """{"response": "price", "kind": "price", "confidence": 95}"""
            : """{"response": "A large buyer came in.", "position": "Up", "confidence": 70}"""));
        using var client = new CodingAgent(model, binary.Folder);
        Replace("tasker.yaml", "default-agent: script", "default-agent: claude");
        Replace("tasks/daily-market.md", "30 seconds", "10 minutes"); // How fast this machine is does not matter here.
        Replace("tasks/daily-market.md", "15 seconds", "5 minutes");
        Directory.CreateDirectory(binary.PathOf("bin"));
        File.CreateSymbolicLink(binary.PathOf("bin/claude"), CodingAgent.Program!);
        string[] environment = [.. client.Environ.Select(pair => $"{pair.Key}={pair.Value}"),
            $"PATH={binary.PathOf("bin")}:{Environment.GetEnvironmentVariable("PATH")}"];

        var result = await binary.RunAsync(
            new Launch { Wrapper = ["/usr/bin/env", .. environment] }, "run", "daily-market", "--events", "-i", "question=Why is BTC up?");

        Assert.True(result.ExitCode == 0, $"{result.Output}\n{result.Error}");
        var events = Lines(result.Output).ToList();
        string[] asked = [.. events.Where(told => told["event"]?.GetValue<string>() == "agent:complete")
            .Select(told => told["agent"]!.GetValue<string>()).Order(StringComparer.Ordinal)];
        Assert.Equal(["classifier", "contrarian", "editor", "market-analyst", "quant-analyst", "sentiment-analyst"], asked);
        Assert.Equal("A large buyer came in.", events[^1]["result"]!["verdict"]?.GetValue<string>());

        void Replace(string file, string old, string now)
        {
            var text = File.ReadAllText(binary.PathOf(file));
            Assert.Contains(old, text, StringComparison.Ordinal);
            binary.Write(file, text.Replace(old, now, StringComparison.Ordinal));
        }
    }

    [ClientFact]
    public async Task A_plan_is_executed_by_it_and_a_claim_without_the_work_is_a_failure()
    {
        using var plan = await PlanProject.CreateAsync(PlanProject.Succeed, "T001", "T002: T001", "T003");
        using var model = new ModelServer(request =>
            request.ToolsDone > 0 ? new ModelAnswer($"{TaskOf(request)}: SUCCESS")
            : TaskOf(request) == "T003" ? ModelAnswer.Shell(Claim)
            : ModelAnswer.Shell($"mkdir -p src && echo done > src/$TASKER_TASK_ID.txt && {Claim}"));
        using var client = new CodingAgent(model, plan.Binary.Folder);
        Settings(plan.Binary, client, "task-executor");

        var (exit, output, _) = await plan.RunAsync("execute", "--batch");

        Assert.Equal(1, exit);
        Assert.Contains("claims success", output, StringComparison.Ordinal);
        Assert.Equal(["complete", "complete", "failed"], new[] { "T001", "T002", "T003" }.Select(plan.StatusOf));
        Assert.Equal(["T001: Make T001 src/T001.txt", "T002: Make T002 src/T002.txt"], await plan.CommitsAsync());
    }

    [ClientFact]
    public async Task Inside_of_it_the_hooks_commit_what_a_subagent_has_done_and_count_its_tokens()
    {
        using var plan = await PlanProject.CreateAsync(PlanProject.Succeed, "T001", "T002: T001");
        await plan.SucceedAsync("plugin", "install");
        await plan.SucceedAsync("state", "task", "start", "T001");
        using var model = new ModelServer(request => IsSubagent(request)
            ? request.ToolsDone == 0
                ? ModelAnswer.Shell(
                    "mkdir -p src && echo done > src/T001.txt && tasker state task complete T001 --created src/T001.txt"
                    + $" && TASKER_TASK_ID=T001 TASKER_TASK_RESULT=.tasker/bundles/T001-result.json; export TASKER_TASK_ID "
                    + $"TASKER_TASK_RESULT; {Claim}")
                : new ModelAnswer("T001: SUCCESS")
            : request.ToolsDone == 0
                ? new ModelAnswer("")
                {
                    Tool = request.Tools.First(tool => tool is "Task" or "Agent"),
                    Input = new JsonObject
                    {
                        ["description"] = "Do T001",
                        ["prompt"] = "Subagent: execute task T001.",
                        ["subagent_type"] = "task-executor",
                        ["run_in_background"] = false,
                    },
                }
                : new ModelAnswer("All tasks are done."));
        using var client = new CodingAgent(model, plan.Binary.Folder);

        await client.RunAsync(
            "-p", "Do the task T001.", "--permission-mode", "bypassPermissions", "--output-format", "stream-json", "--verbose");

        Assert.Equal(["T001: Make T001 src/T001.txt"], await plan.CommitsAsync());
        Assert.Equal("complete", plan.StatusOf("T001"));
        Assert.True(plan.State.GetProperty("execution").GetProperty("total_tokens").GetInt64() > 0, plan.State.ToString());
    }

    /// <summary>A result file that claims success, from a shell.</summary>
    private const string Claim =
        """printf '{"version":"1.0","task_id":"%s","name":"Make %s","status":"success","completed_at":"2026-01-02T03:04:05Z","files":{"created":["src/%s.txt"],"modified":[]}}' "$TASKER_TASK_ID" "$TASKER_TASK_ID" "$TASKER_TASK_ID" > "$TASKER_TASK_RESULT" """;

    private static void Settings(RealBinary binary, CodingAgent client, string name) => binary.Write("tasker.yaml", $"""
        agents:
          {name}:
            command: ["{CodingAgent.Program}", -p, --output-format, json, --permission-mode, bypassPermissions]
            prompt: stdin
            env:
        {string.Join('\n', client.Environ.Select(pair => $"      {pair.Key}: \"{pair.Value}\""))}
        """);

    private static bool IsSubagent(ModelRequest request) => request.All.Contains("Subagent: execute task T001.", StringComparison.Ordinal)
        && !request.All.Contains("Do the task T001.", StringComparison.Ordinal);

    private static string TaskOf(ModelRequest request) => TaskId().Match(request.All).Value;

    private static string[] Names(RealBinary binary, string part) =>
        [.. Directory.EnumerateFiles(binary.PathOf($"plugin/{part}"), "*.md").Select(file => Path.GetFileNameWithoutExtension(file))];

    private static IEnumerable<JsonNode> Lines(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!);

    [GeneratedRegex(@"T\d{3}")]
    private static partial Regex TaskId();
}
