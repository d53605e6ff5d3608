using System.Diagnostics;
using Tasker.Testing;

namespace Tasker.EndToEnd.Tests;

/// <summary>Plans made from a specification by the real command, with agents that are one script.</summary>
public sealed class PlanMakingTests : IDisposable
{
    private const string Agent = """
        set -eu
        prompt=$(cat); d=$TASKER_DIR
        agent=$(printf '%s' "$prompt" | sed -n 's/.*agent name `\([a-z-]*\)`.*/\1/p' | head -1)
        echo "$agent" >> asked; printf '%s' "$prompt" > "prompt-$agent-$(grep -c "^$agent$" asked)"
        [ ! -e "before-$agent" ] || . "./before-$agent"
        case $agent in
        spec-reviewer) "$T" spec review unresolved "$d" | while read -r id rest; do case $id in W*|CK*) "$T" spec review add-resolution "$d" "${id%:}" clarified;; esac; done;;
        logic-architect) cp map.json "$d/artifacts/capability-map.json";;
        physical-architect) echo '{"version":"1.0","target_dir":"'$(pwd)'","file_mapping":[{"behavior_id":"B1","behavior_name":"Add","files":[{"path":"src/add.sh","action":"create"}]},{"behavior_id":"B2","behavior_name":"Show","files":[{"path":"src/show.sh","action":"create"}]}],"summary":{"total_behaviors":2,"total_files":2}}' > "$d/artifacts/physical-map.json";;
        task-author)
          task() { echo '{"id":"'$1'","name":"'$2'","phase":1,"context":{"steel_thread":true,"spec_requirements":["'$4'"]},"behaviors":["'$3'"],"files":[{"path":"src/'$5'","action":"create"}],"dependencies":{"tasks":['$6']},"acceptance_criteria":[{"criterion":"The script '$5' exits with code zero","verification":"bash src/'$5'"}]}' > "$d/tasks/$1.json"; }
          task T001 "Add items" B1 REQ-1 add.sh ""; task T002 "Show items" B2 REQ-2 show.sh '"T001"';;
        task-plan-verifier) echo "# Report" > "$d/reports/task-validation-report.md"; "$T" state validate-tasks "$(cat verdict 2> /dev/null || echo READY)" "T002 is too large";;
        plan-auditor) sed -i 's/"phase":1/"phase":2/' "$d/tasks/T002.json"; "$T" state load-tasks;;
        *) f=$([ $TASKER_TASK_ID = T001 ] && echo add.sh || echo show.sh); mkdir -p src; echo true > src/$f
          echo '{"version":"1.0","task_id":"'$TASKER_TASK_ID'","status":"success","files":{"created":["src/'$f'"],"modified":[]}}' > "$TASKER_TASK_RESULT";;
        esac
        """;

    private static readonly string[] Agents =
        ["spec-reviewer", "logic-architect", "physical-architect", "task-author", "task-plan-verifier", "plan-auditor"];

    private readonly RealBinary _binary = new();

    public PlanMakingTests()
    {
        Write("tasker.yaml", "agents:\n  helper:\n    command: [bash, agent.sh]\n    prompt: stdin\n");
        Write("agent.sh", $"T='{RealBinary.Binary}'\n{Agent}");
        Write("map.json", TodoList.Map);
        Write("docs/specs/todo.md", TodoList.Spec + "\n");
    }

    public void Dispose() => _binary.Dispose();

    [LinuxFact]
    public async Task A_specification_goes_through_all_phases_and_is_executed()
    {
        Write("src/old_code.py", "print(1)\n");
        Write("pyproject.toml", "[project]\nname = \"todo\"\n");
        await GitAsync();

        var output = await SucceedAsync("plan", "--target", ".");

        Assert.Equal(Agents, _binary.Lines("asked"));
        Assert.Contains("Steel thread: T001 → T002", output, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_binary.PathOf("docs/specs/todo.md")), File.ReadAllBytes(_binary.PathOf(".tasker/inputs/spec.md")));
        Assert.All(new[] { "logic-architect", "physical-architect", "task-author" }, agent => Assert.Contains(
            $"Directory: {_binary.Folder}\nProject Type: existing\nStack: Python (1 files); pyproject.toml\n", Prompt(agent, 1),
            StringComparison.Ordinal));
        Assert.DoesNotContain("last attempt was not accepted", Prompt("plan-auditor", 1), StringComparison.Ordinal);

        Assert.Single(Directory.GetDirectories(_binary.PathOf($"archive/{Path.GetFileName(_binary.Folder)}/planning")));
        Assert.Contains("2 complete", await SucceedAsync("execute", "--batch", "-q"), StringComparison.Ordinal);
        Assert.Contains("in phase complete", (await _binary.RunAsync("plan", "--target", ".")).Error, StringComparison.Ordinal);
        Assert.Equal(Agents.Length + 2, _binary.Lines("asked").Length);
    }

    [LinuxFact]
    public async Task An_agent_that_leaves_nothing_or_nonsense_is_asked_again_with_the_reason()
    {
        Write("before-logic-architect", """
            case $(grep -c "^$agent$" asked) in 1) exit 0;; 2) echo '{"version":"1.0"}' > "$d/artifacts/capability-map.json"; exit 0;; esac
            """);

        await SucceedAsync("plan", "docs/specs/todo.md");

        Assert.Equal(3, _binary.Lines("asked").Count(agent => agent == "logic-architect"));
        Assert.Contains($"'{_binary.PathOf(".tasker/artifacts/capability-map.json")}' was not written", Prompt("logic-architect", 2),
            StringComparison.Ordinal);
        Assert.Contains("Simply outputting JSON to the conversation is NOT sufficient. Do NOT use relative paths",
            Prompt("logic-architect", 2), StringComparison.Ordinal);
        Assert.Contains("domains", Prompt("logic-architect",
            3)[Prompt("logic-architect", 3).IndexOf("not accepted", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task An_agent_that_never_does_its_work_is_asked_three_times_and_planning_goes_on_when_somebody_has_done_it()
    {
        Write("before-logic-architect", "exit 0");

        var (exit, output, _) = await _binary.RunAsync("plan", "--target", ".");

        Assert.Equal(1, exit);
        Assert.Equal(["spec-reviewer", "logic-architect", "logic-architect", "logic-architect"], _binary.Lines("asked"));
        Assert.Contains("in phase logical", output, StringComparison.Ordinal);
        Write(".tasker/artifacts/capability-map.json", TodoList.Map);
        await SucceedAsync("plan", "--target", ".");
        Assert.Equal(3, _binary.Lines("asked").Count(agent => agent == "logic-architect"));
    }

    [LinuxFact]
    public async Task What_came_with_the_specification_is_not_made_again()
    {
        Write("docs/specs/todo.capabilities.json", TodoList.Map);

        await SucceedAsync("plan", "--target", ".");

        Assert.Equal(Agents[2..], _binary.Lines("asked"));
        Assert.Equal(File.ReadAllBytes(_binary.PathOf("docs/specs/todo.capabilities.json")),
            File.ReadAllBytes(_binary.PathOf(".tasker/artifacts/capability-map.json")));
    }

    [LinuxFact]
    public async Task A_blocked_verdict_waits_for_people_and_the_tasks_are_judged_again()
    {
        Write("verdict", "BLOCKED");

        var (exit, output, error) = await _binary.RunAsync("plan", "--target", ".");

        Assert.Equal(1, exit);
        Assert.Contains("T002 is too large", output + error, StringComparison.Ordinal);
        Assert.Contains("task-validation-report.md", output + error, StringComparison.Ordinal);
        Assert.Single(_binary.Lines("asked"), agent => agent == "task-plan-verifier");
        Assert.DoesNotContain("plan-auditor", _binary.Lines("asked"));

        Write("verdict", "READY_WITH_NOTES");
        await SucceedAsync("plan", "--target", ".");
        Assert.Equal(2, _binary.Lines("asked").Count(agent => agent == "task-plan-verifier"));
        Assert.Single(_binary.Lines("asked"), agent => agent == "task-author");
    }

    [LinuxFact]
    public async Task Killed_while_an_agent_works_it_goes_on_and_asks_nobody_twice()
    {
        Write("before-physical-architect", "while [ ! -e release ]; do sleep 0.02; done");
        using (var first = _binary.Start("plan", "--target", ".", "-q"))
        {
            await _binary.UntilAsync("asked", lines => lines.Contains("physical-architect"));
            first.Kill();
            await first.EndAsync();
        }

        Write("release", "");
        await SucceedAsync("plan", "--target", ".");

        Assert.Equal(Agents, _binary.Lines("asked"));
    }

    [LinuxFact]
    public async Task Without_a_directory_or_a_specification_nothing_is_begun()
    {
        File.Delete(_binary.PathOf("docs/specs/todo.md"));
        Assert.Contains("--target <dir>", (await _binary.RunAsync("plan")).Error, StringComparison.Ordinal);
        Assert.Contains("parent directory does not exist", (await _binary.RunAsync("plan", "--target", "no/such/place")).Error,
            StringComparison.Ordinal);

        var (exit, _, error) = await _binary.RunAsync("plan", "--target", ".");

        Assert.Equal(1, exit);
        Assert.Contains("needs a specification", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_binary.PathOf(".tasker")));
    }

    private string Prompt(string agent, int number) => File.ReadAllText(_binary.PathOf($"prompt-{agent}-{number}"));

    private async Task<string> SucceedAsync(params string[] arguments)
    {
        var (exit, output, error) = await _binary.RunAsync(arguments);
        Assert.True(exit == 0, $"tasker {string.Join(' ', arguments)}: exit code {exit}: {error}\n{output}");
        return output;
    }

    private async Task GitAsync()
    {
        foreach (var arguments in new[] { "init -q", "config user.email tests@example.org", "config user.name tests" })
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _binary.Folder })!;
            await git.WaitForExitAsync();
            Assert.Equal(0, git.ExitCode);
        }
    }

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_binary.PathOf(file))!);
        _binary.Write(file, text);
    }
}
