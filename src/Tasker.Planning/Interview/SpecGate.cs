namespace Tasker.Planning.Interview;

/// <summary>Whether a session knows enough to be written down as a specification, and what each of its phases asks for before it is left.</summary>
public static class SpecGate
{
    private static readonly string[] Needed = ["goal", "done_means"];
    private static readonly string[] Late = ["architecture", "decisions", SpecPhases.Gate];

    /// <summary>What is missing; empty when the gate is open.</summary>
    public static IReadOnlyList<string> Issues(SpecSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return
        [
            .. Late.Contains(session.Phase) ? [] : new[] { $"the session is in phase {session.Phase}; the gate belongs to {string.Join(", ", Late)}" },
            .. Questions(session),
            .. Scope(session),
            .. new DiscoveryLog(session.Target).Exists ? [] : new[] { $"the discovery log is missing: '{new DiscoveryLog(session.Target).Path}'" },
        ];
    }

    /// <summary>Why the phase of a session cannot be left; empty when it can.</summary>
    public static IReadOnlyList<string> ToLeave(SpecSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.Phase switch
        {
            SpecPhases.Scope => Scope(session),
            SpecPhases.Clarify => Questions(session),
            SpecPhases.Gate => Issues(session),
            SpecPhases.Review or SpecPhases.Export => Written(session),
            _ => [],
        };
    }

    private static string[] Scope(SpecSession session) =>
        [.. Needed.Where(field => SpecField.Of(field).Of(session).Count == 0).Select(field => $"{field} is not set; 'tasker spec session set {field} <text>' sets it")];

    private static string[] Questions(SpecSession session) =>
        [.. session.Open("blocking").Select(question => $"a question that blocks has no answer: {question}")];

    private static string[] Written(SpecSession session) => new InterviewFiles(session.Target, session.Slug).Spec is var path && File.Exists(path)
        ? [] : [$"the specification is missing: '{path}'; 'tasker spec generate spec' writes it"];
}
