using Tasker.Core.Runs;

namespace Tasker.EndToEnd.Tests;

/// <summary>One run that is killed again and again and taken up each time, watched by a witness.</summary>
/// <param name="binary">Where it runs.</param>
/// <param name="witness">Looks at what each kill leaves.</param>
/// <param name="begin">The command that begins it.</param>
/// <param name="takeUp">The command that takes it up.</param>
internal sealed class KilledRun(RealBinary binary, Witness witness, string[] begin, string[] takeUp)
{
    public const string Id = "killed";

    public KilledRun(RealBinary binary, string plan)
        : this(binary, new Witness(binary, Id), ["run", plan, "--run-id", Id, "--json"], ["runs", "resume", Id, "--json"])
    {
    }

    /// <summary>The run as the last kill has left it.</summary>
    public RunState? Left { get; private set; }

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    public bool HasEnded => Left is { HasEnded: true };

    /// <summary>Begins the run, or takes it up.</summary>
    public RunningCommand Start(Launch launch) => binary.Start(launch, Left is null ? begin : takeUp);

    /// <summary>Waits until the command was killed or has ended by itself, and looks at what it has left.</summary>
    public async Task LookAsync(RunningCommand command, string when)
    {
        var (exit, output, error) = await command.EndAsync();
        Assert.True(exit is 0 or 1 or 137, $"{when}: exit code {exit}.\n{error}");
        Kills += exit == 137 ? 1 : 0;
        await LookAsync(when);
        Assert.True(exit == 137 || HasEnded,
            $"{when}: it went away by itself with exit code {exit}, and the run has not ended.\n{error}\n{output}");
    }

    /// <summary>Looks at what is there, however the command ended.</summary>
    public async Task LookAsync(string when) => Left = await witness.LookAsync(when);

    /// <summary>
    /// Kills it for the first time while its steps wait for the gate, so that a kill happens however fast the machine is, and lets them go.
    /// </summary>
    /// <param name="seed">What a failure tells.</param>
    public async Task KillHeldAsync(string seed)
    {
        using var command = Start(Launch.Plain);
        var end = command.EndAsync();
        using var over = new CancellationTokenSource();
        await Task.WhenAny(binary.UntilAsync(Ledger.File, lines => lines.Length > 0, over.Token), end);
        await over.CancelAsync();
        command.Kill();
        await LookAsync(command, $"{seed}, kill at the gate");
        Assert.True(Kills > 0, $"{seed}: it ended although its steps wait.");
        binary.Write(Ledger.Gate, "");
    }

    /// <summary>Kills it at random times, until it has ended or was begun so often.</summary>
    /// <param name="random">When.</param>
    /// <param name="times">How often at most.</param>
    /// <param name="further">How many lines its steps write, about, before every second kill.</param>
    /// <param name="seed">What a failure tells.</param>
    public async Task KillAsync(Random random, int times, int further, string seed)
    {
        for (var i = 0; i < times && !HasEnded; i++)
        {
            using var command = Start(Launch.Plain);
            var end = command.EndAsync();

            // Now and then it gets some way: what is lost five times in a row counts as failed. The others hit its start and its recovery.
            if (i % 2 == 0)
            {
                using var over = new CancellationTokenSource();
                var more = binary.Lines(Ledger.File).Length + random.Next(further / 3, further * 3 / 2);
                await Task.WhenAny(binary.UntilAsync(Ledger.File, lines => lines.Length >= more, over.Token), end);
                await over.CancelAsync();
            }

            await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(random.Next(i % 2 == 0 ? 60 : 500)), TimeProvider.System), end);
            command.Kill();
            await LookAsync(command, $"{seed}, kill {i + 1}");
        }
    }

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
