// Logs and traces: a workspace, and the Application Insights on it.
@description('What the resources are called after.')
param name string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

@description('For how many days logs are kept.')
@minValue(30)
@maxValue(730)
param logDays int

@description('The most GB of logs a day; -1 for no bound.')
@minValue(-1)
param logGigabytesADay int

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-${name}'
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: logDays
    workspaceCapping: {
      dailyQuotaGb: logGigabytesADay
    }
    features: {
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${name}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    // Senders sign in; the key in the connection string opens nothing.
    DisableLocalAuth: true
  }
}

@description('The workspace of logs.')
output workspaceId string = workspace.id

@description('The name of the Application Insights.')
output insightsName string = insights.name
