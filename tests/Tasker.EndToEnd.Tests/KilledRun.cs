using Tasker.Core.Runs;

namespace Tasker.EndToEnd.Tests;

/// <summary>One run that is killed again and again and taken up each time, watched by a witness.</summary>
internal sealed class KilledRun(RealBinary binary, string plan)
{
    public const string Id = "killed";

    private readonly Witness _witness = new(binary, Id);

    /// <summary>The run as the last kill has left it.</summary>
    public RunState? Left { get; private set; }

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    public bool HasEnded => Left is { HasEnded: true };

    /// <summary>Begins the run, or takes it up.</summary>
    public RunningCommand Start(Launch launch) =>
        Left is null ? binary.Start(launch, "run", plan, "--run-id", Id, "--json") : binary.Start(launch, "runs", "resume", Id, "--json");

    /// <summary>Waits until the command was killed or has ended by itself, and looks at what it has left.</summary>
    public async Task LookAsync(RunningCommand command, string when)
    {
        var (exit, output, error) = await command.EndAsync();
        Assert.True(exit is 0 or 1 or 137, $"{when}: exit code {exit}.\n{error}");
        Kills += exit == 137 ? 1 : 0;
        await LookAsync(when);
        Assert.True(exit == 137 || HasEnded, $"{when}: it went away by itself with exit code {exit}, and the run has not ended.\n{error}\n{output}");
    }

    /// <summary>Looks at what is there, however the command ended.</summary>
    public async Task LookAsync(string when) => Left = await _witness.LookAsync(when);

    /// <summary>Takes the run up for the last time, to its end.</summary>
    public async Task<RunState> FinishAsync()
    {
        if (!HasEnded)
        {
            using var command = Start(Launch.Plain);
            await LookAsync(command, $"At the end, after {Kills} kills");
        }

        Assert.True(HasEnded, "The run has not ended.");
        return Left!;
    }
}
