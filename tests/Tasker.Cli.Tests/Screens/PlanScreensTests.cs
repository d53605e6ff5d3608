using Tasker.Cli.Tests.Surroundings;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Screens;

/// <summary>What the commands about plans show to people. None of them writes anything.</summary>
public sealed class PlanScreensTests : IDisposable
{
    private readonly CommandLine _place = new CommandLine()
        .Write("plan.yaml", """
            name: release
            max-parallel: 2
            inputs:
              level: { type: string, choices: [patch, minor], default: patch }
            steps:
              test: { run: make test, retry: { attempts: 3, delay: 1s } }
              docs: { run: make docs, if: 'inputs.level == "minor"' }
              build: { run: make, needs: test, timeout: 5m }
              publish: { approve: Publish it?, needs: [build, docs] }
            """)
        .Write("wrong.yaml", """
            name: wrong
            steps:
              a: { run: make, need: b }
              b: { run: make, needs: c }
              c: { run: make, timeout: soon }
            """)
        .Write("SPEC.md", """
            # Plan

            - [x] **1. Collect**
            - [ ] **2. Sort**
            - [ ] **3. Report**
            """)
        .Write("steps/step2.yaml", """
            step: 2
            name: Sort
            main_task:
              type: script
              script: sort < in > out
            """);

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("validate plan.yaml")]
    [InlineData("validate wrong.yaml")]
    [InlineData("validate nowhere")]
    [InlineData("run plan.yaml --dry-run")]
    [InlineData("run plan.yaml -i level=huge -i levle=minor -i level")]
    [InlineData("graph plan.yaml")]
    public async Task The_screen_is_as_reviewed(string arguments)
    {
        var told = await _place.RunAsync(arguments.Split(' '));

        Snapshot.Match($"$ tasker {arguments}\n{told}",
            string.Join('-', arguments.Split([' ', '-', '.', '='], StringSplitOptions.RemoveEmptyEntries)));
        Assert.False(Directory.Exists(Path.Combine(_place.Folder, ".tasker")));
    }

    [Fact]
    public async Task On_a_terminal_a_finding_shows_its_line_with_a_caret()
    {
        using var terminal = new CommandLine { IsTerminal = true }.Write("wrong.yaml", "name: wrong\nsteps:\n  a: { rnu: make }\n");
        terminal.Variables["NO_COLOR"] = "1";

        Snapshot.Match((await terminal.RunAsync("validate", "wrong.yaml")).ToString());
    }
}
