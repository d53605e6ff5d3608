namespace Tasker.Formats.Yaml;

/// <summary>Codes of findings about YAML workflows. Never reused for another meaning; listed in <c>docs/diagnostics.md</c>.</summary>
internal static class WorkflowCodes
{
    public const string NoAction = "TSK2031";
    public const string SeveralActions = "TSK2032";
    public const string KeyOfAnotherKind = "TSK2033";
    public const string BadName = "TSK2034";
    public const string UnknownNeed = "TSK2035";
    public const string BadInput = "TSK2036";
    public const string UnknownPool = "TSK2037";
    public const string FileNotUsable = "TSK2038";
    public const string UsesTooDeep = "TSK2039";
    public const string BadWith = "TSK2040";
    public const string UnknownStepType = "TSK2041";
    public const string BadChunks = "TSK2042";
    public const string TooManySteps = "TSK2043";
    public const string NoSteps = "TSK2044";
    public const string BadPattern = "TSK2045";
    public const string NotAWorkflow = "TSK2046";
    public const string BadPath = "TSK2047";
    public const string BadText = "TSK2048";
    public const string UnknownAgent = "TSK2049";
}
