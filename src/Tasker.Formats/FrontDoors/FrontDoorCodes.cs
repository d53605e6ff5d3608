namespace Tasker.Formats.FrontDoors;

/// <summary>Codes of findings about plans as files. Never reused for another meaning.</summary>
internal static class FrontDoorCodes
{
    /// <summary>There is no plan at a path.</summary>
    public const string NoPlan = "TSK1901";

    /// <summary>The format of a file is not known.</summary>
    public const string NotRecognised = "TSK1902";

    /// <summary>A folder of tasks holds plans of another format too.</summary>
    public const string MixedFolder = "TSK1903";
}
