using System.Globalization;
using Tasker.Core.Values;

namespace Tasker.Planning.Execution;

/// <summary>How a step of the group of a task ended.</summary>
/// <param name="Status">Its status, in small letters; empty: it never came to it.</param>
/// <param name="ExitCode">The real exit code; null: none, or unknown.</param>
/// <param name="Message">Why it failed; empty otherwise.</param>
/// <param name="Attempts">How often it was tried.</param>
internal sealed record StepOutcome(string Status, int? ExitCode, string Message, int Attempts)
{
    /// <summary>True when it succeeded.</summary>
    public bool HasSucceeded => Status == "succeeded";

    /// <summary>For people: <c>exit code 1</c>, else the message, else the status.</summary>
    public string Told => ExitCode is { } code and not 0 ? string.Create(CultureInfo.InvariantCulture, $"exit code {code}") : Message.Length > 0 ? Message : Status.Length > 0 ? Status : "not run";

    /// <summary>Reads what templates have been filled in with.</summary>
    public static StepOutcome Read(Value value)
    {
        var map = value as Value.Map ?? Value.Map.Empty;
        return new StepOutcome(
            map["status"].ToText(), Number(map["exit"].ToText()), map["message"].ToText(), Number(map["attempts"].ToText()) ?? 0);
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
