using Tasker.Cli.Tests.Surroundings;
using Tasker.Core.Runs;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Screens;

/// <summary>What the commands about runs show to people.</summary>
public sealed class RunScreensTests : IAsyncLifetime, IDisposable
{
    private const string Build = """
        name: build
        inputs:
          target: { type: string, default: release }
        steps:
          fetch: { run: fetch }
          compile: { run: compile, needs: fetch, retry: { attempts: 2, delay: 1s } }
          checks:
            needs: fetch
            steps:
              lint: { run: lint }
              test: { run: test }
          ship: { run: ship, needs: [compile, checks] }
          ask: { approve: Tell the world?, needs: ship }
        """;

    private const string Asks = """
        name: asks
        inputs: { version: { type: string, default: "1.2" } }
        env: { API_TOKEN: sesame-opens-it }
        steps:
          one: { approve: "Publish ${{ inputs.version }} with ${{ env.API_TOKEN }}?" }
          two: { approve: "Tell the world of ${{ inputs.version }}?" }
        """;

    private readonly ManualTime _time = new();
    private readonly CommandLine _place;

    public RunScreensTests() => _place = new CommandLine { Time = _time };

    public async Task InitializeAsync()
    {
        var asks = new PlayedRun(_time, Asks, "asks-1");
        await asks.BeginAsync();
        await asks.SaveAsync(_place);
        Advance(3600);

        var done = new PlayedRun(_time, "name: tidy\nsteps:\n  a: { run: 'true' }\n", "tidy-1");
        await done.BeginAsync();
        Advance(90);
        await done.SucceedAsync("a");
        await done.SaveAsync(_place);

        Advance(3600);
        var failed = new PlayedRun(_time, Build, "build-1");
        await failed.BeginAsync();
        Advance(3);
        await failed.SucceedAsync("fetch");
        Advance(10);
        await failed.FailAsync("compile", 2, "warnings are errors");
        Advance(2);
        await failed.DoAsync(new RunInput.Tick());
        await failed.FailAsync("compile", 2, "warnings are errors");
        await failed.SucceedAsync("checks/lint");
        await failed.SucceedAsync("checks/test");
        Assert.Equal(RunStatus.Failed, failed.State.Status);
        await failed.SaveAsync(_place);

        Advance(3600);
        var left = new PlayedRun(_time, Build, "build-2");
        await left.BeginAsync();
        await left.SucceedAsync("fetch");
        await left.DoAsync(new RunInput.Checkpoint("fetched"));
        await left.DoAsync(new RunInput.Pause("ada"));
        Advance(30);
        await left.SaveAsync(_place);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("runs list")]
    [InlineData("runs list --open")]
    [InlineData("runs list --name nobody")]
    [InlineData("runs show tidy-1")]
    [InlineData("runs show build-1")]
    [InlineData("runs show last")]
    [InlineData("runs show build")]
    [InlineData("runs history build-1")]
    [InlineData("runs watch build-1")]
    [InlineData("runs logs build-1")]
    [InlineData("explain build-1")]
    [InlineData("explain build-1 ship")]
    [InlineData("explain build-1 shipp")]
    [InlineData("explain build-2")]
    [InlineData("explain tidy-1")]
    [InlineData("runs pause build-1")]
    [InlineData("runs resume build-1")]
    [InlineData("runs resume tidy-1")]
    [InlineData("runs pause build-2")]
    [InlineData("runs skip build-2 ship")]
    [InlineData("runs skip build-2 fetch")]
    [InlineData("runs approve build-2")]
    [InlineData("runs restore build-2 nowhere")]
    [InlineData("runs retry tidy-1")]
    [InlineData("runs delete build-2")]
    [InlineData("runs delete tidy-1")]
    [InlineData("runs show asks-1")]
    [InlineData("runs show asks-1 --json")]
    [InlineData("runs approve asks-1")]
    [InlineData("explain asks-1")]
    [InlineData("do --monitor")]
    public async Task The_screen_is_as_reviewed(string arguments)
    {
        var told = await _place.RunAsync(arguments.Split(' '));

        Snapshot.Match(
            $"$ tasker {arguments}\n{told}", string.Join('-', arguments.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries)));
    }

    private void Advance(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
