namespace Tasker.Formats.FrontDoors;

/// <summary>A plan and the front door that reads it.</summary>
/// <param name="Door">The front door.</param>
/// <param name="Path">The file, or the folder of tasks; absolute.</param>
/// <param name="Why">Why this one, as a clause: <c>its name ends in .yaml</c>.</param>
public sealed record FoundPlan(FrontDoor Door, string Path, string Why);
