using Tasker.Cli.Tests.Surroundings;
using Tasker.Cli.Tui;
using Tasker.Planning.Files;
using Tasker.Planning.Storing;

namespace Tasker.Cli.Tests.Tui;

/// <summary>Runs of other front doors on the live screen, while this very process hosts them, with files that are really watched.</summary>
public sealed class RunSteeringTests
{
    [Fact]
    public async Task A_run_appears_is_paused_goes_on_and_ends_before_the_eyes_of_who_looks()
    {
        using var place = new CommandLine()
            .Write("plan.yaml", "name: ask\nsteps:\n  ask: { approve: Go on? }\n  then: { run: echo done, needs: ask }\n");
        var folder = PlanningFolder.OfTarget(place.Folder);
        Directory.CreateDirectory(folder.Root);
        await using var live = await LiveBoard.OpenAsync(
            place, TimeProvider.System, new PlanStore(folder, TimeProvider.System, "tests"), place.Project, 100, 24,
            new BoardWatch(folder, place.Project, TimeProvider.System));

        var hosted = place.RunAsync("run", "plan.yaml", "--run-id", "ask-1");
        await live.UntilAsync(picture => picture.Contains("ask-1  running", StringComparison.Ordinal));
        live.Type("2");
        await live.UntilAsync(picture => picture.Contains("waits for you: Go on?", StringComparison.Ordinal));

        live.Type("h");
        await live.UntilAsync(
            picture => picture.Contains("Pause run ask-1? Nothing new starts, what runs ends. y/n", StringComparison.Ordinal));
        live.Type("y");
        await live.UntilAsync(picture => picture.Contains("ask-1: paused", StringComparison.Ordinal)
            && picture.StartsWith("ask-1  paused", StringComparison.Ordinal));
        live.Type("r");
        await live.UntilAsync(picture => picture.Contains("Let run ask-1 go on? y/n", StringComparison.Ordinal));
        live.Type("y");
        await live.UntilAsync(picture => picture.Contains("ask-1: resumed", StringComparison.Ordinal)
            && picture.StartsWith("ask-1  running", StringComparison.Ordinal));

        Assert.Equal(0, (await place.RunAsync("runs", "approve", "ask-1")).ExitCode);
        await live.UntilAsync(picture => picture.Contains("ask-1  succeeded", StringComparison.Ordinal));
        Assert.Equal(0, (await hosted).ExitCode);
        live.Type("h");
        await live.UntilAsync(picture => picture.Contains("Run ask-1 has ended: succeeded.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_nobody_hosts_is_asked_about_and_a_request_to_it_is_kept()
    {
        var time = new Testing.ManualTime();
        using var place = new CommandLine { Time = time };
        var left = new PlayedRun(time, "name: left\nsteps:\n  a: { run: a }\n", "left-1");
        await left.BeginAsync();
        await left.SaveAsync(place);
        await using var live =
            await LiveBoard.OpenAsync(place, time, new PlanStore(PlanningFolder.OfTarget(place.Folder), time, "tests"), place.Project, 100);
        Assert.Contains("left-1  left", live.Terminal.Picture, StringComparison.Ordinal);

        live.Type("r");
        await live.UntilAsync(
            picture => picture.Contains("Nobody hosts run left-1. Host it in the background? y/n", StringComparison.Ordinal));
        live.Type("nhy");

        await live.UntilAsync(picture => picture.Contains("left-1: noted; nobody hosts the run now", StringComparison.Ordinal));
    }
}
