namespace Tasker.Formats.Text;

/// <summary>
/// Codes of findings that every file format shares. Never reused for another meaning; listed in <c>docs/diagnostics.md</c>.
/// </summary>
internal static class TextCodes
{
    public const string NotText = "TSK2001";
    public const string TooLarge = "TSK2002";
    public const string Syntax = "TSK2003";
    public const string Tab = "TSK2004";
    public const string DuplicateKey = "TSK2005";
    public const string TooDeep = "TSK2006";
    public const string SeveralDocuments = "TSK2007";
    public const string Tag = "TSK2008";
    public const string Alias = "TSK2009";
    public const string KeyNoText = "TSK2010";
    public const string UnknownKey = "TSK2011";
    public const string WrongType = "TSK2012";
    public const string OutOfRange = "TSK2013";
    public const string NotAChoice = "TSK2014";
    public const string BadDuration = "TSK2015";
    public const string MissingKey = "TSK2016";
    public const string Empty = "TSK2017";
    public const string KeysClash = "TSK2018";
    public const string BadSchema = "TSK2019";
}
