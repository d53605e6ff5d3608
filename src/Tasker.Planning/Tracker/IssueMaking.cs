using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tasker.Planning.Files;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Tracker;

/// <summary>
/// Makes the issue of a task once. What is about to be made is written down first, with a reference that the issue carries; whoever comes after a crash looks for
/// that reference in the tracker before it makes anything.
/// </summary>
/// <param name="store">The plan.</param>
/// <param name="program">The tracker.</param>
/// <param name="exports">The folder of the mapping.</param>
internal sealed class IssueMaking(PlanStore store, TrackerProgram program, string exports)
{
    private const int ReferenceDigits = 16;

    /// <summary>Makes it, or finds it when a command that was cut off has made it.</summary>
    /// <param name="task">The task.</param>
    /// <param name="issue">What it says.</param>
    /// <param name="another">True: another one also when the task has one.</param>
    /// <param name="cancellationToken">Gives up; the tracker is stopped.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="PlanningException">The tracker refused, or another command may be making it.</exception>
    public async Task<string> MakeAsync(string task, TrackerIssue issue, bool another, CancellationToken cancellationToken)
    {
        var claim = await ChangeAsync((mapping, now) => Claim(mapping, task, another, now));
        if (claim.Issue is { } known)
        {
            return known;
        }

        string? id;
        if (claim.UnderWayUntil is { } until)
        {
            id = await program.FindAsync(claim.Reference, TrackerIssue.LabelOf(task), cancellationToken) ?? throw UnderWay(until);
            return await ChangeAsync((mapping, _) => mapping.Put(task, id));
        }

        try
        {
            id = (claim.IsOld ? await program.FindAsync(claim.Reference, TrackerIssue.LabelOf(task), cancellationToken) : null)
                ?? TrackerProgram.IdIn(await program.AskAsync(issue.Arguments(claim.Reference), cancellationToken));
        }
        catch (Exception ended) when (ended is PlanningException or OperationCanceledException)
        {
            // It may have made the issue all the same, but it makes none any more: next time it is looked for at once.
            await ChangeAsync((mapping, _) => mapping.End(task));
            throw;
        }

        return await ChangeAsync((mapping, _) => mapping.Put(task, id));
    }

    /// <summary>Changes the mapping; nobody else does so meanwhile.</summary>
    public Task<T> ChangeAsync<T>(Func<TrackerMapping, DateTimeOffset, T> change) => store.HoldAsync(
        async now =>
        {
            var mapping = TrackerMapping.Read(exports);
            var result = change(mapping, now);
            mapping.Set("updated_at", JsonValue.Create(Timestamps.Text(now)));
            await JsonFile.WriteAsync(Path.Combine(exports, TrackerMapping.FileName), mapping.Node, CancellationToken.None);
            return result;
        },
        CancellationToken.None);

    /// <summary>What is known before anything is made.</summary>
    /// <param name="Issue">The issue; null: it has to be looked for or made.</param>
    /// <param name="Reference">What it carries.</param>
    /// <param name="IsOld">True: somebody was about to make it before.</param>
    /// <param name="UnderWayUntil">Until when that may still happen; null: it cannot any more.</param>
    private readonly record struct Known(string? Issue, string Reference, bool IsOld, DateTimeOffset? UnderWayUntil);

    private static Known Claim(TrackerMapping mapping, string task, bool another, DateTimeOffset now)
    {
        if (!another && mapping.IssueOf(task) is { } issue)
        {
            return new Known(issue, "", false, null); // Another command was quicker.
        }

        var before = another ? null : mapping.PendingOf(task);
        if (before is { HasEnded: false, AskedAt: { } at } && at + TrackerProgram.Patience > now)
        {
            return new Known(null, before.Reference, true, at + TrackerProgram.Patience);
        }

        var reference = before?.Reference ?? $"tasker-{task}-{RandomNumberGenerator.GetHexString(ReferenceDigits, lowercase: true)}";
        mapping.Begin(task, reference, now);
        return new Known(null, reference, before is not null, null);
    }

    private static PlanningException UnderWay(DateTimeOffset until) => new(PlanningCodes.Locked, string.Create(
        CultureInfo.InvariantCulture,
        $"Its issue was asked for by a command that has not told its end; it is not there, but may still be made. Ask again after {until.UtcDateTime:HH:mm:ss} UTC; 'tasker transform create --force' makes another one."));
}
