using System.Text.Json;

namespace Tasker.EndToEnd.Tests;

/// <summary>The command that makes issues of tasks is killed by the tracker itself, before and behind the making of one.</summary>
public sealed class TransformKillTests
{
    /// <summary>A tracker of an older version, which does not know all options.</summary>
    private const string Tracker = """
        #!/bin/bash
        cd "$(dirname "$0")"
        ref=$(printf '%s\n' "$@" | sed -n 's/^--external-ref=//p')
        case "$1 $*" in
        create*)
          [ -e kill-before ] && { rm kill-before; kill -9 "$PPID"; exit; }
          n=1; until mkdir "issue-$n" 2> /dev/null; do n=$((n + 1)); done
          echo "$ref" > "issue-$n/ref"
          [ -e kill-behind ] && { rm kill-behind; kill -9 "$PPID"; }
          echo "{\"id\": \"shop-$n\"}";;
        *--all*) echo "Error: unknown flag: --all" >&2; exit 1;;
        list*)
          sep=; printf '['
          for i in issue-*; do [ -e "$i" ] && { printf '%s{"id":"shop-%s","external_ref":"%s"}' "$sep" "${i#issue-}" "$(cat "$i/ref")"; sep=,; }; done
          echo ']';;
        esac
        """;

    [LinuxFact]
    public async Task An_issue_that_was_made_when_the_kill_came_is_found_and_not_made_again()
    {
        using var plan = await BeginAsync("kill-behind");

        Assert.Equal(137, (await CreateAsync(plan)).ExitCode);
        var again = await CreateAsync(plan);

        Assert.True(again.ExitCode == 0, again.Error);
        Assert.StartsWith("T001: shop-1\n", again.Output, StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(plan.Binary.Folder, "issue-*"));
        Assert.Equal("shop-1", Mapping(plan).GetProperty("mapping").GetProperty("T001").GetString());
        Assert.Empty(Mapping(plan).GetProperty("pending").EnumerateObject());
    }

    [LinuxFact]
    public async Task An_issue_that_is_not_there_yet_is_made_when_nobody_can_be_making_it_any_more()
    {
        using var plan = await BeginAsync("kill-before");

        Assert.Equal(137, (await CreateAsync(plan)).ExitCode);
        var tooEarly = await CreateAsync(plan);

        Assert.Equal(1, tooEarly.ExitCode);
        Assert.Contains("may still be made. Ask again after", tooEarly.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(plan.Binary.Folder, "issue-*"));

        var asked = Mapping(plan).GetProperty("pending").GetProperty("T001").GetProperty("asked_at").GetString()!;
        plan.Write(MappingFile,
            File.ReadAllText(plan.PathOf(MappingFile)).Replace(asked, "2020-01-01T00:00:00.000000Z", StringComparison.Ordinal));
        var later = await CreateAsync(plan);
        Assert.True(later.ExitCode == 0, later.Error);
        Assert.Single(Directory.GetDirectories(plan.Binary.Folder, "issue-*"));
    }

    private const string MappingFile = ".tasker/beads-export/task-to-beads-mapping.json";

    private static JsonElement Mapping(PlanProject plan) => plan.Json(MappingFile);

    private static async Task<PlanProject> BeginAsync(string kill)
    {
        var plan = await PlanProject.CreateAsync(PlanProject.Succeed, "T001");
        plan.Write("bd", Tracker);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(plan.PathOf("bd"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        plan.Write("issue.json", """{"title":"Bake","description":"Bake it"}""");
        plan.Write(kill, "");
        return plan;
    }

    private static Task<(int ExitCode, string Output, string Error)> CreateAsync(PlanProject plan) =>
        plan.Binary.RunAsync(new Launch { Wrapper = ["/usr/bin/env", "TASKER_BD=./bd"] }, "transform", "create", "T001", "issue.json");
}
