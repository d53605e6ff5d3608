using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Tasker.EndToEnd.Tests;

/// <summary>The example that goes from an idea to commits, by the lines that its README tells people to type.</summary>
public sealed class ShoppingExampleTests : IDisposable
{
    private readonly RealBinary _binary = RealBinary.OfExample("shopping");

    public void Dispose() => _binary.Dispose();

    [LinuxFact]
    public async Task An_idea_is_specified_planned_and_executed_and_everything_is_there_afterwards()
    {
        var readme = await File.ReadAllTextAsync(_binary.PathOf("README.md"));
        var output = await BashAsync(readme.Split("```bash\n")[1].Split("```")[0]);

        Assert.Contains("Specification complete", output, StringComparison.Ordinal);
        Assert.Contains("Steel thread: T001 → T002", output, StringComparison.Ordinal);
        Assert.Contains("All tasks complete: 2 complete.", output, StringComparison.Ordinal);
        Assert.Equal(
            "T001: Add items\nlist/list.sh\ntests/add.sh\nT002: Show items\nlist/show.sh\ntests/show.sh\n",
            await BashAsync("git log --reverse --format=%s --name-only -2 | grep ."));
        Assert.Equal("1 milk\n2 brown bread\n",
            await BashAsync("export LIST=mine; sh list/list.sh add milk; sh list/list.sh add 'brown bread'; sh list/list.sh show"));
        string[] files =
            ["docs/specs/shopping-list.md", "docs/adrs/ADR-0001-one-line-an-item.md", "docs/fsm/shopping-list/steel-thread.mmd"];
        foreach (var file in files)
        {
            Assert.True(new FileInfo(_binary.PathOf(file)).Length > 0, file);
        }

        Assert.Equal(await File.ReadAllBytesAsync(_binary.PathOf("docs/specs/shopping-list.md")),
            await File.ReadAllBytesAsync(_binary.PathOf(".tasker/inputs/spec.md")));
        AssertReports();
        Assert.Equal(["execution", "planning"], Archives().Select(archive => Path.GetFileName(Path.GetDirectoryName(archive))));
        Assert.All(Archives(), AssertManifest);
    }

    /// <summary>
    /// What a coding agent does that follows the commands of the plugin: it asks Tasker, starts agents with the prompts that it is given,
    /// and believes none.
    /// </summary>
    [LinuxFact]
    public async Task A_coding_agent_plans_and_executes_by_the_commands_of_the_plugin()
    {
        var output = await BashAsync("""
            git init -q && git add -A && git commit -qm start
            mkdir -p docs/specs && cp drafts/specs/shopping-list.md docs/specs/
            ask() { tasker prompt "$@" | sh agent.sh; }

            tasker plan --prepare --target .
            while PHASE=$(tasker state get-field phase); [ "$PHASE" != ready ]; do
              case $PHASE in
                spec_review)
                  tasker spec review analyze .tasker/inputs/spec.md --save > /dev/null || ask spec-reviewer
                  tasker spec review status ;;
                logical) ask logic-architect; tasker state validate capability_map ;;
                physical) ask physical-architect; tasker state validate physical_map ;;
                definition) ask task-author; tasker state load-tasks; tasker validate gates ;;
                validation) ask task-plan-verifier ;;
                sequencing) ask plan-auditor; tasker state load-tasks; tasker validate dag ;;
              esac
              tasker state advance
            done
            tasker validate steel-thread
            tasker archive planning shopping

            tasker ensure-git .
            tasker state checkpoint status
            while READY=$(tasker state ready); [ -n "$READY" ]; do
              TASK=$(echo "$READY" | head -1 | cut -d: -f1)
              tasker bundle generate "$TASK"
              tasker bundle validate-integrity "$TASK"
              tasker state checkpoint create "$TASK"
              tasker state task start "$TASK"
              SAID=$(ask task-executor "$TASK")
              printf '{"tool_name":"Task","tool_response":{"content":[{"type":"text","text":"%s"}]}}' "$SAID" | tasker hook post-task-commit
              STATUS=$(tasker bundle result-info ".tasker/bundles/$TASK-result.json" | grep "^status:" | cut -d: -f2)
              tasker state checkpoint update "$TASK" "$STATUS"
              tasker state checkpoint complete
              tasker state check-halt
            done
            tasker state advance
            tasker evaluate --output .tasker/reports/evaluation-report.txt
            tasker archive execution shopping
            tasker state checkpoint clear
            """);

        Assert.Contains("Advanced from sequencing to ready", output, StringComparison.Ordinal);
        Assert.Equal("complete", Json(".tasker/state.json").GetProperty("phase").GetProperty("current").GetString());
        Assert.Equal("T001: Add items\nT002: Show items\n", await BashAsync("git log --reverse --format=%s -2"));
        Assert.Equal("", await BashAsync("sh tests/add.sh && sh tests/show.sh"));
        Assert.Equal(["execution", "planning"], Archives().Select(archive => Path.GetFileName(Path.GetDirectoryName(archive))));
        Assert.All(Archives(), AssertManifest);
    }

    private void AssertReports()
    {
        foreach (var (task, commit) in new[] { ("T001", "Add items"), ("T002", "Show items") })
        {
            var evidence = Json($".tasker/bundles/{task}-evidence.json");
            Assert.Equal(("PASS", 0),
                (evidence.GetProperty("verdict").GetString(), evidence.GetProperty("criteria")[0].GetProperty("exit_code").GetInt32()));
            Assert.Equal($"{task}: {commit}",
                Json($".tasker/bundles/{task}-result.json").GetProperty("git").GetProperty("commit_message").GetString());
        }

        var evaluation = Json(".tasker/reports/evaluation-report.json");
        Assert.Equal("READY", evaluation.GetProperty("planning").GetProperty("verdict").GetString());
        Assert.Equal((2, 1.0), (evaluation.GetProperty("metrics").GetProperty("completed_count").GetInt32(),
            evaluation.GetProperty("metrics").GetProperty("first_attempt_success_rate").GetDouble()));
        Assert.Contains(
            "Completed: 2 (100.0%)", File.ReadAllText(_binary.PathOf(".tasker/reports/evaluation-report.txt")), StringComparison.Ordinal);
        var machine = Json(".tasker/artifacts/fsm-coverage.execute.json").GetProperty("machines")[0].GetProperty("transitions");
        Assert.Equal((3, 3), (machine.GetProperty("total").GetInt32(), machine.GetProperty("verified").GetInt32()));
        Assert.Equal("complete", Json(".tasker/state.json").GetProperty("phase").GetProperty("current").GetString());
    }

    private string[] Archives() =>
        [.. Directory.GetFiles(_binary.PathOf("archive"), "archive-manifest.json", SearchOption.AllDirectories)
            .Select(file => Path.GetDirectoryName(file)!).Order(StringComparer.Ordinal)];

    /// <summary>The manifest names every file of its archive with its checksum, and nothing else.</summary>
    private static void AssertManifest(string archive)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(archive, "archive-manifest.json")));
        var named = manifest.RootElement.GetProperty("files").EnumerateObject()
            .ToDictionary(file => file.Name, file => file.Value.GetString());
        var there = Directory.GetFiles(archive, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(archive, file))
            .Where(file => file != "archive-manifest.json");

        Assert.Equal(there.Order(StringComparer.Ordinal), named.Keys.Order(StringComparer.Ordinal));
        Assert.All(named, file => Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(archive, file.Key)))), file.Value));
    }

    private JsonElement Json(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(_binary.PathOf(file)));
        return document.RootElement.Clone();
    }

    private async Task<string> BashAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["-eu", "-c", script])
        {
            WorkingDirectory = _binary.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{RealBinary.BinaryFolder}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var who in new[] { "GIT_AUTHOR", "GIT_COMMITTER" })
        {
            (start.Environment[who + "_NAME"], start.Environment[who + "_EMAIL"]) = ("tests", "tests@example.org");
        }

        using var bash = Process.Start(start)!;
        var error = bash.StandardError.ReadToEndAsync();
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.True(bash.ExitCode == 0, $"bash: exit code {bash.ExitCode}\n{output}\n{await error}");
        return output;
    }
}
