using System.Text;
using System.Text.Json.Nodes;
using Tasker.Core.Values;

namespace Tasker.Planning.Execution;

/// <summary>What came of checking one acceptance criterion.</summary>
/// <param name="Criterion">The criterion.</param>
/// <param name="Outcome">How its command ended; null: it has none.</param>
/// <param name="LogPath">The log of the command; empty: there is none.</param>
internal sealed record CriterionCheck(AcceptanceCriterion Criterion, StepOutcome? Outcome, string LogPath)
{
    private const int LongestOutput = 2000;

    /// <summary><c>PASS</c>, <c>FAIL</c>, or <c>SKIP</c> for one without a command, which nobody can check.</summary>
    public string Verdict => Outcome is null ? "SKIP" : Outcome.HasSucceeded ? "PASS" : "FAIL";

    /// <summary>Reads the checks that a settling step is given.</summary>
    /// <param name="value">The list.</param>
    /// <param name="logOf">The log of an attempt at a step of the same group.</param>
    public static CriterionCheck[] Read(Value value, Func<string, int, string> logOf) =>
    [
        .. (value is Value.List list ? list.Items : []).OfType<Value.Map>().Select(map =>
        {
            var criterion = new AcceptanceCriterion(map["name"].ToText(), map["command"].ToText());
            if (criterion.Command.Length == 0)
            {
                return new CriterionCheck(criterion, null, "");
            }

            var outcome = StepOutcome.Read(map["end"]);
            return new CriterionCheck(criterion, outcome, outcome.Attempts > 0 ? logOf(map["step"].ToText(), outcome.Attempts) : "");
        }),
    ];

    /// <summary>As evidence is kept.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["name"] = Criterion.Name, ["command"] = Criterion.Command, ["status"] = Verdict };
        if (Outcome is { } outcome)
        {
            json["exit_code"] = outcome.ExitCode;
            json["outcome"] = outcome.Told;
            json["output"] = Tail();
        }

        return json;
    }

    /// <summary>The end of what the command wrote; secrets are masked in logs already.</summary>
    private string Tail()
    {
        try
        {
            using var log = new FileStream(LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            log.Seek(-Math.Min(log.Length, LongestOutput), SeekOrigin.End);
            var bytes = new byte[LongestOutput];
            return Encoding.UTF8.GetString(bytes, 0, log.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).Trim();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return ""; // Logs may be swept away; the exit code is what counts.
        }
    }
}
