using Tasker.Cli.Tests.Surroundings;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Museum;

/// <summary>Runs that together hold every kind of fact: what each version leaves in the museum.</summary>
internal static class Exhibits
{
    private const string Release = """
        name: release
        max-parallel: 2
        inputs:
          targets: { type: list, default: [linux, mac] }
          level: { type: string, default: patch }
        steps:
          fetch: { run: fetch, retry: { attempts: 3, delay: 1s }, outputs: { text: out/text } }
          package: { needs: fetch, foreach: "${{ inputs.targets }}", run: "pack ${{ item }}" }
          notes: { run: notes, if: inputs.level == 'major' }
          tests:
            needs: fetch
            retry: 2
            steps:
              unit: ./unit
              slow: { run: ./slow, needs: unit }
          ask: { approve: Go on?, needs: [package, tests] }
          ship: { run: ship, needs: ask }
        """;

    private const string Service = """
        name: service
        steps:
          server:
            run: ./serve
            background: { ready: listening, at-end: stop }
            monitors: { errors: { run: ./look, every: 1m, alert-on-exit: 0 } }
          client: { run: ./client, needs: { server: started }, retry: { attempts: 2, delay: 1h } }
          clean: { run: ./clean, needs: { client: ended }, always: true }
        """;

    /// <summary>
    /// Everything of a run that succeeds in the end: retries, fan-out, a repeated group, an approval, a checkpoint and its restoring.
    /// </summary>
    public static async Task<PlayedRun> SucceededAsync(ManualTime time)
    {
        var run = new PlayedRun(time, Release, "succeeded");
        await run.BeginAsync();
        await run.DoAsync(new RunInput.AttemptBegan(run.NodeOf("fetch"), 1, "pid=7"));
        Advance(time, 2);
        await run.FailAsync("fetch", 75, "the line is busy");
        Advance(time, 1);
        await run.DoAsync(new RunInput.Tick());
        await run.EndAsync("fetch", AttemptEnd.Done with { Outputs = Value.Map.From([new("text", Value.Of("out/text"))]) });
        await run.DoAsync(new RunInput.Checkpoint("fetched"));
        Advance(time, 1);
        await FinishAsync(run, "package[0]");
        await run.DoAsync(new RunInput.Restore("fetched"));
        await run.DoAsync(new RunInput.AddNodes(0, [new StepSpec { Id = "late", Action = new StepAction.Run(CommandSpec.Shell("late")) }]));
        await run.DoAsync(new RunInput.Pause("ada"));
        Advance(time, 60);
        await run.DoAsync(new RunInput.Resume("ada"));
        await FinishAllAsync(run, failOnce: "tests/slow", time);
        await run.DoAsync(new RunInput.Answer(run.NodeOf("ask"), 1, Approved: true, "ada", "looks good"));
        await run.DoAsync(new RunInput.Skip(run.NodeOf("ship"), "ada"));
        await FinishAllAsync(run, failOnce: null, time);
        Assert.Equal(RunStatus.Succeeded, run.State.Status);
        return run;
    }

    /// <summary>A run that waits for a person, who is asked with the values of the moment.</summary>
    public static async Task<PlayedRun> AskedAsync(ManualTime time)
    {
        const string Asks = """
            name: asks
            inputs: { version: { type: string, default: "1.2" } }
            steps:
              ask: { approve: "Publish ${{ inputs.version }}?", timeout: 2 days }
            """;
        var run = new PlayedRun(time, Asks, "asked");
        await run.BeginAsync();
        return run;
    }

    /// <summary>A run with a service under way, whose client failed, was asked to be tried again, and waits for that.</summary>
    public static async Task<PlayedRun> UnderWayAsync(ManualTime time)
    {
        var run = new PlayedRun(time, Service, "under-way");
        await run.BeginAsync();
        var server = run.NodeOf("server");
        await run.DoAsync(new RunInput.AttemptBegan(server, 1, "pid=8;start=9;boot=b"));
        await run.DoAsync(new RunInput.AttemptReady(server, 1));
        Advance(time, 60);
        await run.DoAsync(new RunInput.MonitorChecked(server, 1, "errors", MonitorOutcome.Alert, "3 errors"));
        await run.DoAsync(new RunInput.MonitorChecked(server, 1, "errors", MonitorOutcome.Broken, "no such file"));
        await run.FailAsync("client", 1, "refused");
        Assert.Equal(NodeStatus.RetryWait, run.State.StatusOf(run.NodeOf("client")));
        return run;
    }

    /// <summary>A run that was aborted while a service and its client were up.</summary>
    public static async Task<PlayedRun> AbortedAsync(ManualTime time)
    {
        var run = new PlayedRun(time, Service, "aborted");
        await run.BeginAsync();
        await run.DoAsync(new RunInput.AttemptReady(run.NodeOf("server"), 1));
        await run.FailAsync("client", 1);
        Advance(time, 3600);
        await run.DoAsync(new RunInput.Tick());
        await run.FailAsync("client", 1);
        await run.DoAsync(new RunInput.Retry(run.NodeOf("client"), "ada"));
        await run.DoAsync(new RunInput.Abort("ada"));
        foreach (var step in new[] { "client", "server" })
        {
            await run.EndAsync(step, new AttemptEnd(AttemptOutcome.Cancelled, null, 15, "", Value.Map.Empty));
        }

        await FinishAllAsync(run, failOnce: null, time);
        Assert.Equal(RunStatus.Aborted, run.State.Status);
        return run;
    }

    /// <summary>A run that was aborted by a person who said why.</summary>
    public static async Task<PlayedRun> StoppedAsync(ManualTime time)
    {
        var run = new PlayedRun(time, Service, "stopped");
        await run.BeginAsync();
        await run.DoAsync(new RunInput.Abort("ada", "no money left"));
        await run.EndAsync("server", new AttemptEnd(AttemptOutcome.Cancelled, null, 15, "", Value.Map.Empty));
        await FinishAllAsync(run, failOnce: null, time);
        Assert.Equal(RunStatus.Aborted, run.State.Status);
        return run;
    }

    /// <summary>A run that goes on from another one: its first step was adopted.</summary>
    public static async Task<PlayedRun> AdoptingAsync(ManualTime time)
    {
        var run = new PlayedRun(time, Release, "adopting");
        await run.DoAsync(new RunInput.Adopt(run.NodeOf("fetch"), Value.Map.From([new("text", Value.Of("out/text"))]), "succeeded"));
        await run.BeginAsync();
        return run;
    }

    /// <summary>Ends every step under way, again and again, until none is or somebody must answer.</summary>
    private static async Task FinishAllAsync(PlayedRun run, string? failOnce, ManualTime time)
    {
        while (!run.State.HasEnded)
        {
            var open = run.State.RunningSteps().Where(n => run.State.SpecOf(n) is StepSpec { Action: not StepAction.Approve }).ToArray();
            if (open.Length == 0)
            {
                return;
            }

            Advance(time, 1);
            if (run.State.IdOf(open[0]) == failOnce)
            {
                await run.EndAsync(failOnce, new AttemptEnd(AttemptOutcome.TimedOut, null, 9, "time limit", Value.Map.Empty));
                failOnce = null;
                Advance(time, 5);
                await run.DoAsync(new RunInput.Tick());
            }
            else
            {
                await FinishAsync(run, run.State.IdOf(open[0]));
            }
        }
    }

    private static Task FinishAsync(PlayedRun run, string step) =>
        run.EndAsync(step, AttemptEnd.Done with { Usage = new AgentUsage(1200, 340, 0.0125m) });

    private static void Advance(ManualTime time, int seconds) => time.Advance(TimeSpan.FromSeconds(seconds));
}
