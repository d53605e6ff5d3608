namespace Tasker.Planning.Overview;

/// <summary>How one gate stands.</summary>
/// <param name="Name">A stable word, for programs.</param>
/// <param name="Title">What it is about, for people.</param>
/// <param name="Passed">True: it is open.</param>
/// <param name="Message">What it found, in one line; empty when there is nothing to tell.</param>
public sealed record GateStanding(string Name, string Title, bool Passed, string Message);
