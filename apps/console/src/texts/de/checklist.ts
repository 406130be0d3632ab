import type { Texts } from '../en';

export const checklist: Texts['provisioning']['checklist'] = {
  title: 'Verbinden Sie Ihren Identitätsanbieter',
  again: 'Wie ein Identitätsanbieter verbunden wird',
  which: 'Welcher ist es?',
  okta: 'Okta',
  entra: 'Microsoft Entra ID',
  onelogin: 'OneLogin',
  other: 'Ein anderer',
  steps: {
    okta: [
      'Erzeugen Sie hier ein Token. Sein Geheimnis wird einmal gezeigt.',
      'Fügen Sie in Okta die App hinzu und öffnen Sie Provisioning › Integration › Configure API Integration. Tragen Sie die Basis-URL und das Token ein und klicken Sie auf „Test API Credentials“.',
      'Schalten Sie unter Provisioning › To App das Anlegen, Ändern und Deaktivieren ein. Der Benutzername muss die E-Mail-Adresse sein.',
      'Für Benutzertypen: Fügen Sie im Profile Editor ein Attribut mit dem externen Namen userType und dem Namensraum urn:ietf:params:scim:schemas:core:2.0:User hinzu. Seine Werte sind admin, member, viewer, guest oder die Kennung einer Rolle.',
      'Weisen Sie Personen zu und senden Sie Gruppen. Okta wiederholt nicht, was abgelehnt wurde: Wiederholen Sie dort gescheiterte Aufgaben, nachdem Sie es berichtigt haben.',
    ],
    entra: [
      'Erzeugen Sie hier ein Token. Sein Geheimnis wird einmal gezeigt.',
      'Öffnen Sie in Entra Provisioning › Admin Credentials. Tragen Sie die Basis-URL als Tenant URL und das Token als Secret Token ein und klicken Sie auf „Test Connection“.',
      'Bilden Sie userPrincipalName (oder mail) auf userName ab, und objectId auf externalId.',
      'Bilden Sie Switch([IsSoftDeleted], , "False", "True", "True", "False") auf active ab.',
      'Für Benutzertypen: Legen Sie App-Rollen mit den Werten admin, member, viewer, guest oder der Kennung einer Rolle an und bilden Sie SingleAppRoleAssignment([appRoleAssignments]) auf userType ab.',
    ],
    onelogin: [
      'Erzeugen Sie hier ein Token. Sein Geheimnis wird einmal gezeigt.',
      'Fügen Sie in OneLogin die App „SCIM Provisioner with SAML (SCIM v2 Enterprise)“ hinzu. Tragen Sie die Basis-URL und das Token ein.',
      'Setzen Sie in der JSON-Vorlage "userName": "{$user.email}" und "userType": "{$parameters.userType}".',
      'Wählen Sie für Abgänge „Delete users in app“ oder „Suspend“.',
    ],
    other: [
      'Erzeugen Sie hier ein Token. Sein Geheimnis wird einmal gezeigt.',
      'Tragen Sie die Basis-URL ein, und das Token als Bearer-Token. SCIM 2.0 nach dem Standard genügt.',
      'Bilden Sie die E-Mail-Adresse auf userName ab.',
      'Senden Sie den Benutzertyp als userType oder als roles: admin, member, viewer, guest oder die Kennung einer Rolle. Wird nichts gesendet, ist, wer neu ist, ein Mitglied.',
    ],
  },
};
