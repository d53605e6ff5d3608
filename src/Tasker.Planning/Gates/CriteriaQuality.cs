using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Fsm;

namespace Tasker.Planning.Gates;

/// <summary>Whether acceptance criteria can be checked by a program: no vague words, a verification that begins with a known tool.</summary>
internal static class CriteriaQuality
{
    private const int ShortestCriterion = 20;
    private const int ShortestVerification = 10;

    private static readonly string[] Vague =
        ["works correctly", "handles errors", "is correct", "functions properly", "is good", "is clean", "is fast", "performs well", "is secure"];

    private static readonly string[] Manual = ["manual test", "manually", "code review", "visual inspection", "visually", "by eye"];

    private static readonly string[] WholeSuites = ["pytest", "pytest tests", "pytest tests/", "npm test", "make test", "go test ./...", "cargo test", "dotnet test", "yarn test", "pnpm test"];

    /// <summary>Every finding; only some are violations.</summary>
    public static IReadOnlyList<GateFinding> Find(IReadOnlyList<TaskDefinition> tasks)
    {
        var findings = new List<GateFinding>();
        foreach (var task in tasks)
        {
            var count = 0;
            foreach (var (criterion, at) in task.AcceptanceCriteria.Select((c, at) => (c, at)))
            {
                count++;
                findings.AddRange(Check(criterion.Text("criterion") ?? "", criterion.Text("verification") ?? "")
                    .Select(f => Finding(task, at, f.Issue, f.IsViolation)));
            }

            if (count == 0)
            {
                findings.Add(Finding(task, -1, "it has no acceptance criteria", isViolation: true));
            }
        }

        return findings;
    }

    private static IEnumerable<(string Issue, bool IsViolation)> Check(string criterion, string verification)
    {
        foreach (var vague in Vague.Where(v => Has(criterion, v)))
        {
            yield return ($"'{vague}' is vague", true);
        }

        if (string.IsNullOrWhiteSpace(verification))
        {
            yield return ("it has no verification command", true);
            yield break;
        }

        if (!VerificationCommand.BeginsWithTool(verification))
        {
            yield return ($"'{FirstWord(verification)}' is no known tool: a verification begins with one of {string.Join(", ", VerificationCommand.Tools)}", true);
        }

        if (criterion.Length < ShortestCriterion)
        {
            yield return ($"the criterion has {criterion.Length} characters; {ShortestCriterion} say enough", false);
        }

        if (verification.Length < ShortestVerification)
        {
            yield return ($"the verification has {verification.Length} characters; {ShortestVerification} say enough", false);
        }

        foreach (var manual in Manual.Where(m => Has(criterion, m) || Has(verification, m)))
        {
            yield return ($"'{manual}' is work for a person", false);
        }

        if (WholeSuites.Contains(verification.Trim()))
        {
            yield return ("it runs the whole suite: name the tests of this task", false);
        }

        if (string.Equals(criterion.Trim(), verification.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            yield return ("the criterion repeats its verification: say what must hold", false);
        }
    }

    private static GateFinding Finding(TaskDefinition task, int at, string issue, bool isViolation) =>
        new(task.Id, at < 0 ? issue : $"criterion {at + 1}: {issue}", isViolation)
        {
            Fields = [FsmFinding.With("criterion_index", at), FsmFinding.With("issue", issue), FsmFinding.With("severity", (JsonNode)(isViolation ? "error" : "warning"))],
        };

    private static string FirstWord(string text) => text.Trim().Split((char[]?)null, 2)[0];

    private static bool Has(string text, string words)
    {
        for (var at = text.IndexOf(words, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(words, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (words == "manual test" || at + words.Length == text.Length || !char.IsLetterOrDigit(text[at + words.Length])))
            {
                return true;
            }
        }

        return false;
    }
}
