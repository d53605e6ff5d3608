using System.Text;
using System.Text.Json.Nodes;
using Tasker.Engine.Files;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Interview;

/// <summary>Writes what a session knows into documents: the specification, and records of decisions.</summary>
/// <param name="target">The target directory; absolute.</param>
/// <param name="time">The clock.</param>
public sealed class SpecWriting(string target, TimeProvider time)
{
    /// <summary>Writes <c>docs/specs/&lt;name&gt;.md</c> from the session. What is not set yet is told and written as not decided.</summary>
    /// <param name="force">True: also over a file that is there.</param>
    /// <exception cref="PlanningException">There is no session, or the file is there.</exception>
    public async Task<(PlanningAnswer Answer, IReadOnlyList<string> Warnings)> SpecAsync(bool force, CancellationToken cancellationToken)
    {
        var session = SpecSession.TryRead(target)
            ?? throw new PlanningException(PlanningCodes.NotFound, $"There is no session in '{target}'. 'tasker spec session init <topic>' begins one; --target-dir names another directory.");
        var path = new InterviewFiles(target, session.Slug).Spec;
        await WriteAsync(path, SpecMarkdown.Of(session, time.GetUtcNow()), force, cancellationToken);
        return (Written(path), [.. SpecGate.Issues(session).Where(issue => !issue.StartsWith("the session is in phase", StringComparison.Ordinal))]);
    }

    /// <summary>Writes a record of a decision into <c>docs/adrs</c>, with the next number or the one that is given; a session remembers it.</summary>
    /// <param name="draft">The decision.</param>
    /// <param name="number">Its number; null: the next one.</param>
    /// <param name="force">True: also over a record with this number.</param>
    /// <exception cref="PlanningException">The number is taken, or another record that is named does not exist.</exception>
    public async Task<PlanningAnswer> DecisionAsync(DecisionDraft draft, int? number, bool force, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        using var held = await new SessionAnswers(target, time).LockAsync(cancellationToken); // Two at once get two numbers.
        var records = DecisionRecords.Of(target);
        int[] others = [.. draft.Related, .. draft.Supersedes is { } earlier ? [earlier] : Array.Empty<int>()];
        if (Array.Find(others, other => records.All(one => one.Number != other)) is var missing and not 0)
        {
            throw new PlanningException(PlanningCodes.NotFound, $"There is no decision record {DecisionRecords.Id(missing)} in '{DecisionRecords.FolderOf(target)}'.");
        }

        var taken = number is { } wanted ? records.Where(one => one.Number == wanted).Select(one => one.Path).ToArray() : [];
        if (taken.Length > 0 && !force)
        {
            throw new PlanningException(PlanningCodes.Exists, $"There is a decision record with this number: '{taken[0]}'. Leave --number out for the next one; --force takes its place.");
        }

        // The same record that no session remembers was written by a command that a crash has cut off.
        var left = number is null && SpecSession.TryRead(target) is { } there ? records.FirstOrDefault(one => IsLeft(one, draft, there)) : default;
        var at = number ?? (left.Number > 0 ? left.Number : DecisionRecords.Next(target));
        var path = Path.Combine(DecisionRecords.FolderOf(target), draft.FileName(at));
        if (left.Number == 0)
        {
            await WriteAsync(path, draft.ToText(at, time.GetUtcNow()), force, cancellationToken);
        }

        foreach (var other in taken.Where(other => other != path))
        {
            File.Delete(other);
        }

        if (SpecSession.TryRead(target) is { } session)
        {
            var gone = taken.Select(Path.GetFileName).ToArray();
            session.Set("adrs", [.. session.Node.Items("adrs").Select(JsonFields.AsText).OfType<string>().Where(one => !gone.Contains(one)), Path.GetFileName(path)]);
            session.Set("updated_at", JsonValue.Create(Timestamps.Text(time.GetUtcNow())));
            await session.SaveAsync(cancellationToken);
        }

        var answer = Written(path);
        (answer.Json["number"], answer.Json["id"]) = (at, DecisionRecords.Id(at));
        return answer;
    }

    private bool IsLeft((int Number, string Path) record, DecisionDraft draft, SpecSession session) =>
        Path.GetFileName(record.Path) is var name && name == draft.FileName(record.Number)
        && session.Node.Items("adrs").All(known => known.AsText() != name)
        && Encoding.UTF8.GetString(JsonFile.Bytes(record.Path) ?? []) == draft.ToText(record.Number, time.GetUtcNow());

    private static async Task WriteAsync(string path, string text, bool force, CancellationToken cancellationToken)
    {
        if (File.Exists(path) && !force)
        {
            throw new PlanningException(PlanningCodes.Exists, $"'{path}' is there already; --force writes over it.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Leftovers.RemoveOf(path);
        await AtomicFile.WriteAsync(path, Encoding.UTF8.GetBytes(text), cancellationToken);
    }

    private static PlanningAnswer Written(string path) => new($"Generated: {path}", new JsonObject { ["ok"] = true, ["path"] = path }, Passed: true);
}
