using System.Text;
using System.Text.Json.Nodes;
using Tasker.Core.Diagnostics;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Storing;

namespace Tasker.Planning.SpecReview;

/// <summary>What can be asked about the review of a specification.</summary>
public static class ReviewAnswers
{
    private static readonly Dictionary<string, string> CategoryTitles = WeaknessCategory.All.ToDictionary(c => c.Name, c => $"{c.Code} {c.Name.Replace('_', ' ')}");

    /// <summary>The kinds of decisions about a weakness.</summary>
    public static IReadOnlyList<string> ResolutionKinds => ResolutionDocument.Kinds;

    /// <summary>Reviews a text. The answer is closed when something critical was found.</summary>
    /// <param name="spec">The bytes of the specification.</param>
    /// <param name="severities">Other severities, each as <c>W5=info</c>.</param>
    /// <param name="at">When.</param>
    /// <exception cref="PlanningException">A severity is not well-formed.</exception>
    public static PlanningAnswer Analyze(ReadOnlySpan<byte> spec, IEnumerable<string> severities, DateTimeOffset at)
    {
        var review = Review(spec, severities, at);
        return new PlanningAnswer(Encoding.UTF8.GetString(JsonFile.Format(review.Node).Span).TrimEnd('\n'), review.Node, !review.Weaknesses.Any(w => w.IsCritical));
    }

    /// <summary>The bytes of the specification of a plan.</summary>
    /// <exception cref="PlanningException">There is none.</exception>
    public static byte[] SpecOf(PlanningFolder folder) => JsonFile.Bytes(folder.Spec)
        ?? throw new PlanningException(PlanningCodes.NotFound, $"There is no specification at '{folder.Spec}'. Copy it there as it is.");

    /// <summary>The review in words, by category. Where there is none, the specification is reviewed and the review kept.</summary>
    public static async Task<PlanningAnswer> ReportAsync(PlanningFolder folder, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var review = TryRead(folder);
        if (review is null)
        {
            review = Review(SpecOf(folder), [], at);
            await JsonFile.WriteAsync(folder.SpecReview, review.Node, cancellationToken);
        }

        var resolutions = Resolutions(folder);
        var text = new StringBuilder($"Specification review: {review.Weaknesses.Count} weaknesses, {review.Weaknesses.Count(w => w.IsCritical)} critical\n");
        foreach (var category in review.Weaknesses.GroupBy(w => w.Category))
        {
            text.Append($"\n{CategoryTitles.GetValueOrDefault(category.Key, category.Key)} ({category.Count()})\n");
            foreach (var weakness in category)
            {
                text.Append($"  {Icon(weakness)} {weakness.Id}{Where(weakness)} {weakness.Description}");
                text.Append(resolutions.Of(weakness.Id) is { } decided ? $" [{decided.Text("resolution")}]\n" : "\n");
                if (weakness.Resolution is { } fix)
                {
                    text.Append($"      {fix}\n");
                }
            }
        }

        return new PlanningAnswer(text.ToString().TrimEnd(), review.Node, Passed: true);
    }

    /// <summary>Reviews the specification where there is no review of it as it is now, and keeps that.</summary>
    /// <exception cref="PlanningException">There is no specification, or its review is broken.</exception>
    public static async Task EnsureAsync(PlanningFolder folder, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var spec = SpecOf(folder);
        if (TryRead(folder)?.Text("spec_checksum") != Checksum.Of(spec))
        {
            await JsonFile.WriteAsync(folder.SpecReview, Review(spec, [], at).Node, cancellationToken);
        }
    }

    /// <summary>Whether planning may go on.</summary>
    /// <exception cref="PlanningException">Nothing was reviewed.</exception>
    public static PlanningAnswer Status(PlanningFolder folder)
    {
        var review = Required(folder);
        var standing = Standing(folder, review);
        var (criticalTotal, _) = standing.Of(Weakness.Critical);
        var resolved = review.Weaknesses.Count(w => Resolutions(folder).Resolved.Contains(w.Id));
        var text = new StringBuilder($"Weaknesses: {review.Weaknesses.Count} ({criticalTotal} critical)\nResolved: {resolved}\nRemaining: {review.Weaknesses.Count - resolved}");
        text.Append($" ({string.Join(", ", new[] { Weakness.Critical, Weakness.Warning, Weakness.Info }.Select(s => $"{s} {standing.Of(s).Total - standing.Of(s).Resolved}"))})\n");
        text.Append(standing.IsReady ? "Status: READY" : standing.IsStale ? "Status: BLOCKED (the review is stale)\n" : $"Status: BLOCKED ({standing.Unresolved.Count} unresolved critical)\n");
        text.AppendJoin('\n', standing.Reasons().Select(r => "  " + r));
        return new PlanningAnswer(text.ToString().TrimEnd(), standing.ToJson(), standing.IsReady);
    }

    /// <summary>Why the phase spec_review may not be left; empty when it may.</summary>
    public static IReadOnlyList<string> ForAdvance(PlanningFolder folder) => TryRead(folder) is { } review
        ? [.. Standing(folder, review).Reasons()]
        : [$"There is no review of the specification: '{folder.SpecReview}'. Make it with: tasker spec review analyze --save"];

    /// <summary>The critical weaknesses about which nothing was decided.</summary>
    public static PlanningAnswer Unresolved(PlanningFolder folder)
    {
        var open = Standing(folder, Required(folder)).Unresolved;
        var text = open.Count == 0 ? "No unresolved critical weaknesses" : string.Join('\n', open.Select(w => $"{w.Id}{Where(w)} {w.Description}"));
        return new PlanningAnswer(text, new JsonObject { ["unresolved"] = new JsonArray([.. open.Select(w => (JsonNode)w.ToJson())]) }, Passed: true);
    }

    /// <summary>The answers of the checklist.</summary>
    public static PlanningAnswer ChecklistOf(PlanningFolder folder)
    {
        var review = Required(folder);
        var items = review.ChecklistItems.ToArray();
        var resolutions = Resolutions(folder);
        var text = new StringBuilder();
        foreach (var group in items.GroupBy(i => i.Text("category") ?? ""))
        {
            text.Append($"{group.Key} {ChecklistQuestions.Groups.FirstOrDefault(g => g.Id == group.Key)?.Title}\n");
            foreach (var item in group)
            {
                var mark = item.Text("status") switch { "complete" => "✓", "partial" => "◐", "na" => "-", _ => "✗" };
                text.Append($"  {mark} {item.Text("id")}{(item.Text("severity_if_missing") == Weakness.Critical ? "*" : "")} {item.Text("question")}");
                text.Append(resolutions.Of($"CK-{item.Text("id")}") is { } decided ? $" [{decided.Text("resolution")}]\n" : item.FirstText("evidence") is { } evidence ? $" ({evidence})\n" : "\n");
            }
        }

        var json = new JsonObject { ["checklist"] = review.Node["summary"].Field("checklist")?.DeepClone(), ["items"] = new JsonArray([.. items.Select(i => (JsonNode)i.DeepClone())]) };
        return new PlanningAnswer(text.ToString().TrimEnd(), json, Passed: true);
    }

    /// <summary>Writes down what was decided about a weakness, or about all gaps of a group of the checklist.</summary>
    /// <param name="store">The plan.</param>
    /// <param name="weakness">Its id, or a group such as <c>C3</c> with <paramref name="isGroup"/>.</param>
    /// <param name="kind">One of <see cref="ResolutionKinds"/>.</param>
    /// <param name="force">Takes the place of an earlier decision.</param>
    /// <exception cref="PlanningException">There is no such weakness, or it is decided already.</exception>
    public static Task<PlanningAnswer> ResolveAsync(
        PlanStore store, string weakness, bool isGroup, string kind, string? response, string? reframe, string? notes, bool force, CancellationToken cancellationToken) =>
        store.HoldAsync(
            async now =>
            {
                var folder = store.Folder;
                if (!ResolutionDocument.Kinds.Contains(kind))
                {
                    throw new PlanningException(PlanningCodes.Usage, $"'{kind}' is no decision. {Suggestions.DidYouMean(kind, ResolutionDocument.Kinds, $"They are: {string.Join(", ", ResolutionDocument.Kinds)}.")}");
                }

                var known = Required(folder).Weaknesses.Select(w => w.Id).ToArray();
                var ids = isGroup ? [.. known.Where(id => id.StartsWith($"CK-{weakness}.", StringComparison.OrdinalIgnoreCase))] : known.Where(id => id == weakness).ToArray();
                if (ids.Length == 0)
                {
                    throw new PlanningException(PlanningCodes.NotFound, isGroup
                        ? $"The review has no gaps of {weakness}."
                        : $"The review has no weakness '{weakness}'. {Suggestions.DidYouMean(weakness, known, "'tasker spec review unresolved' lists the critical ones.")}");
                }

                var resolutions = Resolutions(folder);
                if (!force && ids.FirstOrDefault(id => resolutions.Of(id) is not null) is { } decided)
                {
                    throw new PlanningException(PlanningCodes.Exists, $"{decided} is decided already ({resolutions.Of(decided).Text("resolution")}). --force puts this in its place.");
                }

                foreach (var id in ids)
                {
                    resolutions.Put(id, kind, response, reframe, notes, Timestamps.Text(now));
                }

                await JsonFile.WriteAsync(folder.SpecResolutions, resolutions.Node, cancellationToken);
                return new PlanningAnswer(
                    string.Join('\n', ids.Select(id => $"Added resolution: {id} → {kind}")),
                    new JsonObject { ["ok"] = true, ["resolved"] = JsonView.List(ids), ["resolution"] = kind },
                    Passed: true);
            },
            cancellationToken);

    /// <summary>Takes a decision back.</summary>
    /// <exception cref="PlanningException">Nothing was decided.</exception>
    public static Task<PlanningAnswer> UnresolveAsync(PlanStore store, string weakness, CancellationToken cancellationToken) => store.HoldAsync(
        async _ =>
        {
            var resolutions = Resolutions(store.Folder);
            if (!resolutions.Remove(weakness))
            {
                throw new PlanningException(PlanningCodes.NotFound, $"Nothing was decided about '{weakness}'.");
            }

            await JsonFile.WriteAsync(store.Folder.SpecResolutions, resolutions.Node, cancellationToken);
            return new PlanningAnswer($"Removed resolution: {weakness}", new JsonObject { ["ok"] = true, ["removed"] = weakness }, Passed: true);
        },
        cancellationToken);

    private static ReviewDocument Review(ReadOnlySpan<byte> spec, IEnumerable<string> severities, DateTimeOffset at) =>
        ReviewDocument.Of(SpecReviewer.Review(Encoding.UTF8.GetString(spec), Chosen(severities)), Checksum.Of(spec), Timestamps.Text(at));

    private static Dictionary<string, string> Chosen(IEnumerable<string> severities)
    {
        var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in severities)
        {
            var parts = pair.Split('=', 2);
            var code = parts[0].Trim().ToUpperInvariant();
            if (parts.Length != 2 || WeaknessCategory.All.All(c => c.Code != code) || parts[1] is not (Weakness.Critical or Weakness.Warning or Weakness.Info))
            {
                throw new PlanningException(PlanningCodes.Usage, $"'{pair}' is no severity: write a category and critical, warning or info, for example W5=info.");
            }

            chosen[code] = parts[1];
        }

        return chosen;
    }

    private static ReviewStanding Standing(PlanningFolder folder, ReviewDocument review) =>
        new(review, Resolutions(folder), Checksum.OfFile(folder.Spec) is { Length: > 0 } checksum ? checksum : null);

    private static ReviewDocument? TryRead(PlanningFolder folder) => JsonFile.TryRead(folder.SpecReview, "The review") is { } node ? new ReviewDocument(node) : null;

    private static ReviewDocument Required(PlanningFolder folder) => TryRead(folder) ?? throw new PlanningException(
        PlanningCodes.NotFound, $"There is no review at '{folder.SpecReview}'. 'tasker spec review analyze --save' makes it.");

    private static ResolutionDocument Resolutions(PlanningFolder folder) =>
        JsonFile.TryRead(folder.SpecResolutions, "The file of resolutions") is { } node ? new ResolutionDocument(node) : ResolutionDocument.Empty();

    private static string Icon(Weakness weakness) => weakness.Severity switch { Weakness.Critical => "!", Weakness.Warning => "?", _ => "." };

    private static string Where(Weakness weakness) => weakness.Line > 0 ? $" line {weakness.Line}:" : ":";
}
