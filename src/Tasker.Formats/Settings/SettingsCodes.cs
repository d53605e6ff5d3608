namespace Tasker.Formats.Settings;

/// <summary>Codes of findings about <c>tasker.yaml</c>. Never reused for another meaning; listed in <c>docs/diagnostics.md</c>.</summary>
internal static class SettingsCodes
{
    public const string NotSettings = "TSK2101";
    public const string UnknownAgent = "TSK2102";
    public const string BadSize = "TSK2103";
    public const string BadCommand = "TSK2104";
    public const string BadPlaceholder = "TSK2105";
    public const string FallbackCircle = "TSK2106";
}
