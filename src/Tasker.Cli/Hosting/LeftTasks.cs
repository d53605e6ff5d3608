using System.Globalization;
using Tasker.Cli.Sessions;
using Tasker.Planning;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Operations;
using Tasker.Planning.States;
using Tasker.Planning.Storing;

namespace Tasker.Cli.Hosting;

/// <summary>
/// Tasks that are said to run while nobody works on them: what was left of a batch before, or of a run that is gone. Whose result is there is
/// set right; about the others somebody decides.
/// </summary>
/// <param name="session">The surroundings.</param>
/// <param name="store">The plan.</param>
/// <param name="questions">Asks at a terminal.</param>
internal sealed class LeftTasks(Session session, PlanStore store, Questions questions)
{
    private const string Retry = "retry";
    private const string Skip = "skip";
    private const string Abort = "abort";

    private readonly TaskOperations _tasks = new(store);
    private readonly CheckpointOperations _checkpoints = new(store);

    /// <summary>Finds them and settles them. Nobody else may execute the plan meanwhile.</summary>
    /// <param name="asked">What becomes of them; null: somebody is asked, where somebody is there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when it was decided to stop and look.</returns>
    /// <exception cref="PlanningException">There are some, and nobody said what becomes of them.</exception>
    public async Task<bool> SettleAsync(string? asked, CancellationToken cancellationToken)
    {
        var recovered = await _checkpoints.RecoverAsync(cancellationToken);
        foreach (var (id, status) in recovered?.Found.Recovered ?? [])
        {
            await session.Error.WriteLineAsync($"Recovered {id}: {status}");
            if (store.Read().Task(id) is { Status: PlanTaskStatus.Complete })
            {
                await CommitAsync(id, cancellationToken);
            }
        }

        // Orphans of the batch are among them. Others were begun by a run that is gone, or by somebody without a batch.
        string[] left = [.. store.Read().Tasks.Where(task => task.Status is PlanTaskStatus.Running).Select(task => task.Id).Order(TaskIds.Order)];
        if (left.Length == 0)
        {
            return true;
        }

        var told = $"{(left.Length == 1 ? "A task was" : $"{left.Length} tasks were")} left by a run before: {string.Join(", ", left)}.";
        var answer = asked ?? (session is { OutIsTerminal: true, ErrorIsTerminal: true } ? await AskAsync(left, cancellationToken) : null);
        switch (answer)
        {
            case null:
                throw new PlanningException(
                    PlanningCodes.BadStatus,
                    $"{told} '--orphans retry' lets {Them(left)} wait again, '--orphans skip' marks {Them(left)} failed, '--orphans abort' leaves {Them(left)} for you to look at.");
            case Abort:
                await session.Error.WriteLineAsync($"{told} Nothing was changed; 'tasker state status' and 'tasker state checkpoint status' show more.");
                return false;
            default:
                await SettleAsync(left, answer == Retry, cancellationToken);
                return true;
        }
    }

    /// <summary>Asks until the answer is one of the three. No answer changes nothing.</summary>
    private async Task<string> AskAsync(string[] left, CancellationToken cancellationToken)
    {
        string[] options = [Retry, Skip, Abort];
        await session.Error.WriteLineAsync(
            $"""
            Found {(left.Length == 1 ? "an orphaned task" : $"{left.Length} orphaned tasks")} from a run before:
              {string.Join(", ", left)}
              1. Retry (wait again)
              2. Skip (mark as failed)
              3. Abort and look at {Them(left)}
            """);
        while (await questions.LineAsync("1, 2 or 3: ", cancellationToken) is { Length: > 0 } answer)
        {
            var chosen = int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? options.ElementAtOrDefault(number - 1)
                : options.FirstOrDefault(word => word.StartsWith(answer, StringComparison.OrdinalIgnoreCase));
            if (chosen is not null)
            {
                return chosen;
            }

            await session.Error.WriteLineAsync($"'{answer}' is none of them.");
        }

        return Abort;
    }

    private static string Them(string[] left) => left.Length == 1 ? "it" : "them";

    /// <summary>Whoever did the task was to have its files committed behind it.</summary>
    private async Task CommitAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await _tasks.CommitAsync(id, noVerify: false, cancellationToken);
        }
        catch (PlanningException refused)
        {
            await session.Error.WriteLineAsync($"{id} was not committed: {refused.Message} 'tasker state task commit {id}' tries again.");
        }
    }

    private async Task SettleAsync(string[] left, bool again, CancellationToken cancellationToken)
    {
        foreach (var id in left)
        {
            if (again)
            {
                await _tasks.RetryAsync(id, force: true, cancellationToken);
                continue;
            }

            await _tasks.FailAsync(id, new TaskFailure("It was left by a run that ended.", "environment"), [], force: false, noRollback: false, cancellationToken);
            if (_tasks.ReadCheckpoint() is { } checkpoint && checkpoint.Spawned.Contains(id))
            {
                await _checkpoints.UpdateAsync(id, "failed", cancellationToken);
            }
        }

        await _checkpoints.ClearAsync(cancellationToken);
    }
}
